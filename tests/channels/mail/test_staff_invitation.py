"""What an employee reads who is invited: whose desk it is, who asks them, what for, where to sign in."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import ActorRef
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.models import HouseLetter
from otklik.organisation.brand_shape import BRAND
from otklik.organisation.queries import default_brand
from otklik.people.commands import change_set_up, invite
from otklik.people.models import User
from tests import make

RU = [
    "Анна Главная приглашает вас отвечать на заявки клиентов на рабочем месте «Касса и сеть».",
    "Ваша роль: Специалист",
    "Ваша группа: Группа it",
    "Логин: agent@desk.test",
    "Где входить: desk.test https://desk.test/login",
]
EN = [
    "Анна Главная invites you to answer requests of clients at the support desk “Till and net”.",
    "Your role: Specialist",
    "Your team: Team it",
    "Login: agent@desk.test",
    "Where to sign in: desk.test https://desk.test/login",
]


@pytest.fixture(autouse=True)
def desk(people: make.Cast) -> None:
    """A mailbox to write from, of a service with a name."""
    make.mailbox("support")
    change_set_up(
        people.admin, BRAND, default_brand(), {"name": {"ru": "Касса и сеть", "en": "Till and net"}}
    )


@pytest.mark.parametrize(("language", "said"), [("ru", RU), ("en", EN)])
def test_an_employee_reads_what_it_is_about(people: make.Cast, language: str, said: list[str]) -> None:
    User.objects.filter(pk=people.agent.user_id or 0).update(language=language)
    subject, words = _sent(people.admin.ref, make.user_of(people.agent))
    brand = default_brand().name.texts[language]
    assert subject.endswith(f": {brand}")
    assert [line for line in said if line not in words] == []


def test_an_invitation_nobody_signed(people: make.Cast) -> None:
    """Made by a command of the server: it names no person."""
    _subject, words = _sent(BY_SYSTEM, make.user_of(people.agent))
    assert "Вас приглашают отвечать на заявки клиентов" in words


def test_a_client_reads_of_their_requests(people: make.Cast) -> None:
    """And of no role or team."""
    _subject, words = _sent(people.admin.ref, make.user_of(people.client))
    assert "Ваша роль" not in words
    assert "групп" not in words.lower()


def _sent(by: ActorRef, user: User) -> tuple[str, str]:
    """Subject and text of the invitation, as the held letter has them."""
    with override_settings(OTKLIK_BASE_URL="https://desk.test"):
        invite(by, user)
        drain()
    event = Event.objects.filter(kind="user.invited").latest("pk")
    kept = Path(settings.OTKLIK_HOME, "outbox", f"{HouseLetter.objects.get(event_id=event.pk).uid}.eml")
    message = message_from_bytes(kept.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(message["Subject"]), " ".join(body.get_content().split())
