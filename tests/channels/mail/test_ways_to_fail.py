"""What servers do to a mail, and what the message says of it: refused, put off, broken off, taken twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import translation
from pytest_django import Settings

from otklik.channels.mail import smtp
from otklik.channels.mail.commands import create_mailbox
from otklik.channels.mail.enums import Security
from otklik.channels.mail.mailbox_spec import Outgoing
from otklik.channels.mail.models import MailServer
from otklik.core.models import Job
from otklik.core.worker import drain
from otklik.desk.fates import fates_of
from otklik.notifications.commands import send_again
from otklik.notifications.models import Delivery
from otklik.notifications.queries import delivery_states
from otklik.tickets.commands import Reply, reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.boxes import spec
from tests.channels.mail.writing import mail, take, ticket_of
from tests.support.fixtures import FrozenClock
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
        worst, *_others = fates_of(
            delivery_states([delivery.message_id or 0])[delivery.message_id or 0], lambda: False
        )
    return worst.sign, worst.words


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


def test_without_encryption_nothing_leaves_where_it_is_asked_for(
    people: make.Cast, smtp_sink: SmtpSink
) -> None:
    """The card says it in words, and the letter leaves once the mailbox is mended."""
    outgoing = Outgoing(smtp_sink.host, smtp_sink.port, Security.STARTTLS)
    account = create_mailbox(people.admin, spec("it", None, team=people.it, outgoing=outgoing))
    ticket = ticket_of(take(mail(f"Иван Клиентов <{ADDRESS}>"), account))
    drain(failing=True)
    make.reply(people.agent, ticket)
    drain(failing=True)
    assert (sent().state, smtp_sink.received) == ("queued", [])
    assert "offers no encryption, and the mailbox asks for it" in said(sent())[1]
    MailServer.objects.update(smtp_security=Security.NONE.value)
    again_now()
    assert (sent().state, len(smtp_sink.received)) == ("sent", 1)


def test_half_an_hour_of_greylisting_delays_and_doubles_nothing(
    frozen_clock: FrozenClock, people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink
) -> None:
    smtp_sink.refused[ADDRESS] = "451 4.7.1 Greylisted, come back in 30 minutes"
    make.reply(people.agent, ticket)
    begun = frozen_clock.now
    drain(failing=True)
    while sent().state == "queued" and frozen_clock.now < begun + timedelta(hours=3):
        if frozen_clock.now >= begun + timedelta(minutes=30):
            smtp_sink.refused.clear()
        drain(failing=True)
        frozen_clock.move(timedelta(minutes=2))
    assert (sent().state, sent().unsure, len(smtp_sink.received)) == ("sent", None, 1)
    assert 3 <= sent().attempts <= 12, "asked now and then, not all the time"
    assert begun + timedelta(minutes=30) <= (sent().sent_at or begun) <= begun + timedelta(hours=1)
