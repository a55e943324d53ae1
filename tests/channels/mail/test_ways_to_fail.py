"""What servers do to a mail, and what the message says of it: refused, put off, broken off, taken twice."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import translation
from pytest_django import Settings

from otklik.channels.mail import smtp
from otklik.core.models import Job
from otklik.core.worker import drain
from otklik.desk.thread import _foot
from otklik.notifications.commands import send_again
from otklik.notifications.models import Delivery
from otklik.notifications.queries import delivery_states
from otklik.tickets.commands import Reply, reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.writing import mail, take, ticket_of
from tests.support.smtp import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
ADDRESS = "client@alpha.test"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def ticket(people: make.Cast, smtp_sink: SmtpSink, settings: Settings) -> Ticket:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    made = ticket_of(take(mail(f"Иван Клиентов <{ADDRESS}>"), make.mailbox("support", team=people.it)))
    drain()
    smtp_sink.received.clear()
    return made


def sent(address: str = ADDRESS) -> Delivery:
    return Delivery.objects.filter(address=address).latest("id")


def again_now() -> None:
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)


def said(delivery: Delivery) -> tuple[str, str]:
    with translation.override("en"):
        return _foot(delivery_states([delivery.message_id or 0])[delivery.message_id or 0])


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ("450 4.2.0 Greylisted, try again later", "queued", "asks to try again later"),
        ("452 4.2.2 Mailbox full", "queued", "mailbox full"),
        ("451 4.3.0 Local trouble", "queued", "does not answer"),
        ("550 5.1.1 No such user", "failed", "there is no such address"),
        ("552 5.2.2 Over quota", "failed", "mailbox full"),
        ("554 5.7.1 Looks like spam", "failed", "takes it for spam"),
    ],
)
def test_a_recipient_is_refused_for_now_or_for_good(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, answer: str, state: str, words: str
) -> None:
    smtp_sink.refused[ADDRESS] = answer
    make.reply(people.agent, ticket)
    drain(failing=True)
    assert (sent().state, sent().attempts, sent().error) == (state, int(state == "queued"), answer)
    assert words in said(sent())[1]
    smtp_sink.refused.clear()
    again_now()
    assert (sent().state, sent().unsure) == ("sent" if state == "queued" else state, None)
    assert len(smtp_sink.received) == int(state == "queued")
    if state == "failed":
        send_again(people.agent, sent())
        drain()
        assert (sent().state, sent().unsure) == ("sent", None), "sent again by a person is no doubt of ours"


def test_one_of_three_is_refused_and_the_others_get_it(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink
) -> None:
    smtp_sink.refused["b@far.test"] = "550 5.1.1 No such user"
    reply(people.agent, ticket, Reply(from_text("Всем"), cc=["a@far.test", "b@far.test"]))
    drain()
    states = {one.address: one.state for one in Delivery.objects.filter(message=sent().message)}
    assert states == {ADDRESS: "sent", "a@far.test": "sent", "b@far.test": "failed"}
    assert sorted(one.recipients for one in smtp_sink.received) == [("a@far.test",), (ADDRESS,)]
    assert said(sent())[0] == "fail", "the worst of the three is what the message says"


def test_a_connection_that_breaks_before_the_answer_may_have_sent_it_twice(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink
) -> None:
    smtp_sink.breaks_off = 1
    make.reply(people.agent, ticket)
    drain(failing=True)
    assert (sent().state, sent().unsure, len(smtp_sink.received)) == ("queued", None, 1)
    again_now()
    assert (sent().state, sent().unsure) == ("sent", True)
    assert "maybe twice" in said(sent())[1]
    ids = Counter(str(one.message["Message-ID"]) for one in smtp_sink.received)
    assert ids == {f"<{sent().message_header}>": 2}, "the recipient's server knows it by its id"


def test_a_server_that_says_nothing_is_waited_for_so_long(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 0.2)
    smtp_sink.silence = 0.6
    make.reply(people.agent, ticket)
    drain(failing=True)
    assert (sent().state, sent().attempts, sent().begun_at is not None) == ("queued", 1, True)
    smtp_sink.silence = 0
    again_now()
    assert (sent().state, sent().unsure) == ("sent", True)


def test_how_a_server_takes_leave_does_not_matter(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink
) -> None:
    smtp_sink.farewell = "421 4.3.2 Going down"
    make.reply(people.agent, ticket)
    drain()
    assert (sent().state, sent().attempts, len(smtp_sink.received)) == ("sent", 1, 1)


def test_lines_that_begin_with_a_dot_arrive_as_they_are(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink
) -> None:
    make.reply(people.agent, ticket, "Смотрите:\n.bashrc\n.\n..")
    drain()
    [received] = smtp_sink.received
    part = received.message.get_body(("plain",))
    assert part is not None
    assert "\n.bashrc\n.\n..\n" in str(part.get_content()).replace("\r\n", "\n")
