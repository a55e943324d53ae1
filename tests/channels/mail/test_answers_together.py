"""What a client is answered within a minute reaches them as one mail, once, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module

import pytest
from pytest_django import Settings

from otklik.core import clock
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Event, Job
from otklik.core.queue import NotYet
from otklik.core.worker import drain
from otklik.notifications.commands import begin_attempt, cancel_delivery, gather, send_again
from otklik.notifications.models import Delivery
from otklik.notifications.queries import delivery_states
from otklik.organisation.commands import change_setting
from otklik.tickets.commands import Reply, cancel_reply, reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.channels.mail.writing import mail, markup, take, ticket_of, words
from tests.support.fixtures import FrozenClock
from tests.support.smtp import Received, SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
CLIENT = "client@alpha.test"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def ticket(people: make.Cast, smtp_sink: SmtpSink, settings: Settings, frozen_clock: FrozenClock) -> Ticket:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    change_setting(BY_SYSTEM, "mail.gather_answers_seconds", 60)
    support = make.mailbox("support", team=people.it)
    return ticket_of(take(mail(f"Иван <{CLIENT}>", message_id="<first@alpha.test>"), support))


def to_client(sink: SmtpSink) -> Sequence[Received]:
    return [one for one in sink.received if one.recipients == (CLIENT,)]


def answers() -> Sequence[Delivery]:
    return list(Delivery.objects.filter(address=CLIENT).order_by("id"))


def states() -> Sequence[str]:
    return [one.state for one in answers()]


def later(standing: FrozenClock, seconds: int) -> None:
    standing.move(timedelta(seconds=seconds))
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)


def answer(people: make.Cast, ticket: Ticket, said: str) -> Message:
    """An answer, and what follows from it at once."""
    made = make.reply(people.agent, ticket, said)
    drain(failing=True)
    return made


def shown(messages: Sequence[Message]) -> Sequence[tuple[str, bool]]:
    """What the card says of each message's letter to the client: its state, "maybe twice"."""
    lines = delivery_states(message.pk for message in messages)
    found = [line for message in messages for line in lines[message.pk] if line.address == CLIENT]
    return [(line.state, line.maybe_twice) for line in found]


def test_two_answers_within_a_minute_are_one_mail(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    """Both texts in their order, the files of both, everybody in copy; one Message-ID, the same thread; an
    answer to it comes to the ticket."""
    one = make.file(people.agent, "первый.png")
    made = [make.reply(people.agent, ticket, "Мастер выехал.", files=[one])]
    drain(failing=True)
    later(frozen_clock, 30)
    other = make.file(people.lead, "второй.png")
    made.append(make.reply(people.lead, ticket, "Готово, проверяйте.", status="resolved", files=[other]))
    reply(people.agent, ticket, Reply(from_text("И ещё одно."), cc=["boss@alpha.test"]))
    later(frozen_clock, 29)
    assert (to_client(smtp_sink), states()) == ([], ["queued"] * 3)
    later(frozen_clock, 1)
    [left] = to_client(smtp_sink)
    said, html = words(left.message), markup(left.message)
    for text in (said, html):
        assert text.index("Мастер выехал") < text.index("Готово, проверяйте") < text.index("И ещё одно")
    assert (said.count("Мастер выехал"), said.count("Проблема осталась")) == (1, 1), "nothing quoted again"
    assert [part.get_filename() for part in left.message.iter_attachments()] == ["первый.png", "второй.png"]
    assert (str(left.message["Cc"]), left.message["Auto-Submitted"]) == ("boss@alpha.test", None)
    assert people.agent.name not in str(left.message["From"]), "two wrote, so the desk is named alone"
    assert {f"<{one.message_header}>" for one in answers()} == {str(left.message["Message-ID"])}
    assert shown(made) == [("sent", False)] * 2
    assert str(left.message["In-Reply-To"]) == "<first@alpha.test>"
    back = mail(CLIENT, "Спасибо!", headers={"In-Reply-To": str(left.message["Message-ID"])}, subject="Re")
    assert ticket_of(take(back, make.mailbox("second"))).pk == ticket.pk
    answer(people, ticket, "Пожалуйста.")
    later(frozen_clock, 61)
    assert len(to_client(smtp_sink)) == 2, "what comes after the minute is a mail of its own"


def test_what_is_taken_back_before_it_leaves_leaves_the_others(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    whats = [Reply(from_text(said), undo_seconds=10) for said in ("Раз", "Два", "Три")]
    held = [reply(people.agent, ticket, what) for what in whats]
    cancel_reply(people.agent, held[0])
    later(frozen_clock, 11)
    answer(people, ticket, "Четыре")
    cancel_delivery(people.agent, answers()[0])
    later(frozen_clock, 61)
    assert states() == ["cancelled", "sent", "sent"]
    [left] = to_client(smtp_sink)
    said = words(left.message)
    assert "Раз\n" not in said
    assert said.index("Три") < said.index("Четыре") < said.index("Два"), "on the portal, so quoted"


def test_a_mail_nobody_knows_the_end_of_is_the_same_mail_again(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    """Cut off before the server's answer: both say "maybe twice", a third one stays out of it."""
    made = [answer(people, ticket, said) for said in ("Первое", "Второе")]
    smtp_sink.breaks_off = 1
    later(frozen_clock, 61)
    answer(people, ticket, "Третье")
    later(frozen_clock, 70)
    later(frozen_clock, 61)
    broken, repeated, last = to_client(smtp_sink)
    assert broken.message["Message-ID"] == repeated.message["Message-ID"] != last.message["Message-ID"]
    assert words(broken.message) == words(repeated.message)
    assert ("Третье" in words(repeated.message), "Третье" in words(last.message)) == (False, True)
    assert (states(), shown(made)) == (["sent"] * 3, [("sent", True)] * 2)


def test_what_is_refused_fails_together_and_is_sent_again_one_by_one(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    smtp_sink.answers += ["451 4.7.1 Greylisted", "550 5.7.1 No thanks"]
    for said in ("Первое", "Второе"):
        answer(people, ticket, said)
    later(frozen_clock, 61)
    deferred = [(one.state, one.attempts, "Greylisted" in one.error) for one in answers()]
    assert deferred == [("queued", 1, True)] * 2
    later(frozen_clock, 600)
    assert [(one.state, one.error) for one in answers()] == [("failed", "550 5.7.1 No thanks")] * 2
    send_again(people.agent, answers()[1])
    drain()
    [left] = to_client(smtp_sink)
    assert states() == ["failed", "sent"]
    assert "Первое" not in words(left.message).split("Второе")[0]


def test_what_waits_with_another_letter_never_leaves_on_its_own(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    """Also where that one is stuck for hours, as its attempt may have arrived; nor is one that was begun on
    its own ever taken along."""
    smtp_sink.breaks_off = 1
    for said in ("Первое", "Второе"):
        answer(people, ticket, said)
    later(frozen_clock, 61)
    stuck = Event.objects.get(kind="delivery.queued", subject_id=answers()[0].pk)
    Job.objects.filter(event_id=stuck.pk).delete()
    later(frozen_clock, 7200)
    assert (len(to_client(smtp_sink)), states()) == (1, ["queued", "queued"])
    read_before = answers()[1]
    Delivery.objects.filter(pk=read_before.pk).update(within=None)
    with pytest.raises(NotYet):
        begin_attempt(read_before)
    Delivery.objects.filter(pk=read_before.pk).update(begun_at=clock.now())
    Delivery.objects.filter(pk=answers()[0].pk).update(begun_at=None)
    assert not gather(answers()[0])


def test_files_that_do_not_fit_into_one_mail_make_the_next(
    people: make.Cast,
    ticket: Ticket,
    smtp_sink: SmtpSink,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gathering = vars(import_module("otklik.notifications.commands.gather"))
    monkeypatch.setitem(gathering, "MAX_BYTES", make.file(people.agent).size + 1)
    for said in ("Первое", "Второе"):
        make.reply(people.agent, ticket, said, files=[make.file(people.agent)])
    drain(failing=True)
    later(frozen_clock, 61)
    later(frozen_clock, 5)
    assert [len(list(one.message.iter_attachments())) for one in to_client(smtp_sink)] == [1, 1]
