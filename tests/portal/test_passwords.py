"""Choosing a password by a link: invitations, forgotten ones, and links that are worth nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.people.commands import invite
from otklik.people.models import User
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.writes import unchanged

NEW = "three new words together"


@pytest.fixture
def signed(people: make.Cast, frozen_clock: FrozenClock) -> str:
    """An invitation of the client's account."""
    return invite(BY_SYSTEM, make.user_of(people.client))


def test_an_invitation(people: make.Cast, signed: str) -> None:
    """Shows the login, sets the password, signs in; used once, it is worth nothing."""
    client = visitor()
    with unchanged():
        assert "client@alpha.test" in words_of(client.get(f"/invite/{signed}"))
        assert client.head(f"/invite/{signed}").status_code == 200
    answer = client.post(f"/invite/{signed}", {"password": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert make.user_of(people.client).check_password(NEW)
    with unchanged():
        again = visitor().post(f"/invite/{signed}", {"password": "another three words"})
    assert again.status_code == 404
    assert ru("This link no longer works") in words_of(again)


@pytest.mark.parametrize("password", ["", "short", "password123", "client@alpha.test"])
def test_weak_passwords(people: make.Cast, signed: str, password: str) -> None:
    """Refused in words; the link stays good."""
    with unchanged():
        assert visitor().post(f"/invite/{signed}", {"password": password}).status_code == 422
    assert visitor().get(f"/invite/{signed}").status_code == 200


def test_altered_and_old_invitations(people: make.Cast, signed: str, frozen_clock: FrozenClock) -> None:
    """Each letter counts, seven days are its time, and an account that is switched off has none."""
    wrong = [
        f"{signed[:at]}{'a' if letter != 'a' else 'b'}{signed[at + 1 :]}" for at, letter in enumerate(signed)
    ]
    with unchanged():
        for one in wrong:
            assert visitor().post(f"/invite/{one}", {"password": NEW}).status_code == 404
    User.objects.filter(login="client@alpha.test").update(is_active=False)
    assert visitor().get(f"/invite/{signed}").status_code == 404
    User.objects.filter(login="client@alpha.test").update(is_active=True)
    frozen_clock.move(timedelta(days=8))
    assert visitor().get(f"/invite/{signed}").status_code == 404


def test_a_forgotten_password(people: make.Cast, tmp_path: Path) -> None:
    """A letter to the account's address, with a link that opens the page; held where no mail goes out."""
    make.mailbox()
    with override_settings(OTKLIK_HOME=tmp_path):
        page = visitor().post("/password", {"login": "Client@Alpha.test"})
        assert ru("Look into your mail") in words_of(page)
        drain()
        (kept,) = (tmp_path / "outbox").glob("*.eml")
        letter = message_from_bytes(kept.read_bytes(), policy=policy.default)
    assert letter["To"] == "client@alpha.test"
    body = letter.get_body(("plain",))
    assert body is not None
    (link,) = re.findall(rf"{re.escape(settings.OTKLIK_BASE_URL)}(/invite/\S+)", body.get_content())
    assert visitor().get(link).status_code == 200


@pytest.mark.parametrize("login", ["nobody@alpha.test", "", "x" * 300])
def test_nobody_learns_who_has_an_account(people: make.Cast, login: str) -> None:
    """The same words; nothing is written for an account there is not."""
    with unchanged():
        page = visitor().post("/password", {"login": login})
    assert page.status_code == (200 if login else 422)
    said = ru("Look into your mail") if login else ru("Write your login or e-mail address.")
    assert said in words_of(page)


def test_how_often(people: make.Cast) -> None:
    """Three letters an hour for an account, whoever asks; ten questions from one place."""
    client = visitor()
    for _ in range(5):
        assert client.post("/password", {"login": "client@alpha.test"}).status_code == 200
    assert Event.objects.filter(kind="user.password_asked").count() == 3
    for _ in range(5):
        client.post("/password", {"login": "nobody"})
    assert client.post("/password", {"login": "nobody"}).status_code == 429
