"""Statuses whose change clients are told (MAIL-5): which, to whom, in which language, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from otklik.clients.models import Contact
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Job
from otklik.core.worker import drain
from otklik.notifications.commands import TextPlace, set_template
from otklik.notifications.enums import TextKind
from otklik.notifications.models import Delivery
from otklik.notifications.texts import SUBJECT, Text
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets.commands import reopen, set_status
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import mail, take, ticket_of, words
from tests.support.fixtures import FrozenClock
from tests.support.pages import text_of, visitor
from tests.support.smtp import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
CLIENT = "client@alpha.test"
CHOSEN = ["in_progress", "on_hold", "closed"]


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def ticket(people: make.Cast, smtp_sink: SmtpSink, settings: Settings) -> Ticket:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    made = ticket_of(take(mail(CLIENT), make.mailbox("support", team=people.it)))
    set_status(people.agent, made, "in_progress")
    drain()
    assert not smtp_sink.received, "as delivered no status is announced"
    change_setting(BY_SYSTEM, "notifications.announced_statuses", CHOSEN)
    return made


def test_a_chosen_status_is_told_in_the_clients_language(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink
) -> None:
    set_status(people.agent, ticket, "on_hold")
    drain()
    Ticket.objects.filter(pk=ticket.pk).update(language="en")
    Contact.objects.filter(pk=ticket.contact_id or 0).update(language="en")
    set_status(people.agent, ticket, "in_progress")
    drain()
    russian, english = smtp_sink.received
    assert "Статус вашей заявки изменился: " in words(russian.message)
    assert "The status of your request has changed: " in words(english.message)
    assert (english.recipients, english.message["Auto-Submitted"]) == ((CLIENT,), "auto-generated")
    own = Text(SUBJECT, "Теперь: {{ status }}")
    set_template(people.admin, TextPlace(TextKind.STATUS, "en"), own)
    set_status(people.agent, ticket, "on_hold")
    drain()
    assert "Теперь: " in words(smtp_sink.received[-1].message)


def test_what_another_letter_says_or_the_client_did_is_not_told(people: make.Cast, ticket: Ticket) -> None:
    make.reply(people.agent, ticket, status="on_hold")
    set_status(people.agent, ticket, "resolved")
    drain(["default"])
    before = list(Delivery.objects.filter(address=CLIENT).values_list("letter", flat=True))
    assert before == ["reply", "done"], "an answer and done work have letters of their own"
    reopen(people.client, ticket, "Не работает")
    set_status(SYSTEM, ticket, "waiting_others")
    drain(["default"])
    assert Delivery.objects.filter(address=CLIENT).count() == 2, "their own doing, and a status not chosen"
    change_setting(BY_SYSTEM, "notifications.silent", ["ticket.status_changed:client"])
    set_status(people.agent, ticket, "on_hold")
    drain(["default"])
    assert Delivery.objects.filter(address=CLIENT).count() == 2, "its line is switched off"


def test_several_changes_within_a_minute_are_one_mail(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    change_setting(BY_SYSTEM, "mail.gather_answers_seconds", 60)
    for code in ("on_hold", "in_progress"):
        set_status(people.agent, ticket, code)
    make.reply(people.agent, ticket, "Уже едем.")
    drain(failing=True)
    frozen_clock.move(timedelta(seconds=61))
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)
    [left] = smtp_sink.received
    said = words(left.message)
    assert (said.count("Статус вашей заявки изменился"), said.count("Уже едем.")) == (1, 1)
    assert set(Delivery.objects.filter(address=CLIENT).values_list("state", flat=True)) == {"sent"}


def test_the_choice_is_made_on_the_page_and_by_the_api(people: make.Cast) -> None:
    admin = program(people.admin)
    given = {"values": {"notifications.announced_statuses": ["on_hold"]}}
    assert admin.patch("/settings", given).status == 200
    page = text_of(visitor(people.admin).get("/settings/general"))
    assert "Статусы, о которых сообщают клиентам" in page
    assert admin.get("/letters/status").status == 200
