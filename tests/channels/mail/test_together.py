"""What an employee is told of a ticket within a minute leaves as one mail (MAIL-5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from pytest_django import Settings

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Job
from otklik.core.worker import drain
from otklik.notifications.commands import cancel_delivery, mark_bounced
from otklik.notifications.models import Delivery
from otklik.organisation.commands import change_setting
from otklik.tickets.commands import assign
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.writing import mail, markup, take, ticket_of, words
from tests.support.fixtures import FrozenClock
from tests.support.smtp import Received, SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
AGENT = "agent@desk.test"
CLIENT = "client@alpha.test"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def ticket(people: make.Cast, smtp_sink: SmtpSink, settings: Settings, frozen_clock: FrozenClock) -> Ticket:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    change_setting(BY_SYSTEM, "mail.gather_seconds", 60)
    made = ticket_of(take(mail(f"Иван <{CLIENT}>"), make.mailbox("support", team=people.it)))
    assign(people.lead, made, agent_id=people.agent.agent_id, team_id=people.it.pk)
    drain()
    return made


def to_agent(sink: SmtpSink) -> Sequence[Received]:
    return [one for one in sink.received if one.recipients == (AGENT,)]


def told() -> Sequence[Delivery]:
    """What the employee was told since the ticket came and was assigned, which left as one mail."""
    return list(Delivery.objects.filter(address=AGENT).order_by("id"))[2:]


def later(clock: FrozenClock, seconds: int) -> None:
    clock.move(timedelta(seconds=seconds))
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)


def test_the_first_leaves_at_once_and_the_rest_of_the_minute_together(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    assert len(to_agent(smtp_sink)) == 1
    later(frozen_clock, 10)
    make.message(people.client, ticket, "Ещё одно: не печатает.")
    make.note(people.lead, ticket, f"@{people.agent.name}, посмотри.")
    make.message(people.client, ticket, "И сканер молчит.")
    later(frozen_clock, 20)
    assert len(to_agent(smtp_sink)) == 1, "the minute is not over"
    later(frozen_clock, 31)
    first, second = to_agent(smtp_sink)
    said = words(second.message)
    assert said.index("не печатает") < said.index("посмотри") < said.index("сканер молчит")
    assert "сканер молчит" in markup(second.message)
    assert "заметк" in said.split("сканер молчит")[1], "told of a note, an answer becomes a note"
    assert [one.state for one in told()] == ["sent"] * 3
    assert {f"<{one.message_header}>" for one in told()} == {str(second.message["Message-ID"])}
    assert first.message["Message-ID"] != second.message["Message-ID"]


def test_an_attempt_nobody_knows_the_end_of_is_repeated_as_it_was(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    make.message(people.client, ticket, "Первое")
    make.message(people.client, ticket, "Второе")
    smtp_sink.breaks_off = 1
    later(frozen_clock, 61)
    make.message(people.client, ticket, "Третье")
    smtp_sink.answers.append("451 4.7.1 Greylisted")
    for _attempt in range(3):
        later(frozen_clock, 61)
    _begun, broken, repeated, last = to_agent(smtp_sink)
    assert broken.message["Message-ID"] == repeated.message["Message-ID"]
    assert words(broken.message) == words(repeated.message)
    assert "Третье" in words(last.message)
    assert [one.state for one in told()] == ["sent"] * 3


def test_what_was_to_carry_others_is_called_back_or_comes_back(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, frozen_clock: FrozenClock
) -> None:
    for said in ("Первое", "Второе", "Третье"):
        make.message(people.client, ticket, said)
    drain(["default"])
    cancel_delivery(people.lead, told()[0])
    later(frozen_clock, 61)
    assert [one.state for one in told()] == ["cancelled", "sent", "sent"]
    second = to_agent(smtp_sink)[1]
    assert "Второе" in words(second.message)
    mark_bounced(told()[1], "550 5.1.1 Gone")
    assert [one.state for one in told()] == ["cancelled", "bounced", "bounced"]
