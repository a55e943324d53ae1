"""A solution planned by a person: it stands over the rules until it is computed again."""

from __future__ import annotations

from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.models import Job
from otklik.organisation.calendars import CalendarInfo
from otklik.sla.rereading import NEXT, reread_next
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.sla.office import HOUR, clocks, moscow, sla_rule
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, ru, visitor, words_of
from tests.support.writes import refused


def test_planned_by_hand_stays(people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock) -> None:
    """A person's word stands over every later change; the clock counts on beneath."""
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    own = moscow(26, 12)
    commands.plan_resolution(people.agent, ticket, own)
    make.reply(people.agent, ticket, "Какая модель?", status="needs_clarification")
    frozen_clock.set(moscow(24, 15))
    make.message(people.client, ticket)
    assert Ticket.objects.get().due_at == own
    clock = clocks(ticket)["resolution1"]
    assert (clock.by_hand, clock.due_at) == (True, moscow(25, 10))
    commands.plan_resolution(people.agent, Ticket.objects.get(), None)
    assert Ticket.objects.get().due_at == moscow(25, 10)
    assert not clocks(ticket)["resolution1"].by_hand


def test_planned_by_hand_before_there_was_a_rule(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    commands.plan_resolution(people.agent, ticket, moscow(27, 12))
    sla_rule(people, office, resolution="4 h")
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))
    assert Ticket.objects.get().due_at == moscow(27, 12)
    assert clocks(ticket)["resolution1"].by_hand


def test_what_cannot_be_planned(people: make.Cast, frozen_clock: FrozenClock) -> None:
    ticket = make.ticket(people.client, team=people.it)
    later = frozen_clock.now + 4 * HOUR
    with refused(Invalid, fields={"due_at"}):
        commands.plan_resolution(people.agent, ticket, frozen_clock.now)
    with refused(Denied):
        commands.plan_resolution(people.outsider, ticket, later)
    make.reply(people.agent, ticket, "Готово.", status="resolved")
    with refused(NotPossible):
        commands.plan_resolution(people.agent, Ticket.objects.get(), later)


def test_planned_on_the_page_of_deadlines(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """In the agent's own time; what is refused stays as it was typed; computed again on a press."""
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    page, post = f"/desk/tickets/{ticket.number}/deadlines", f"/desk/tickets/{ticket.number}/plan"
    visit = visitor(people.agent)
    assert field(visit.get(page), "due_at") == "2026-11-24T13:00"
    past = visit.post(post, {"due_at": "2026-11-24T08:00"})
    assert (past.status_code, field(past, "due_at")) == (422, "2026-11-24T08:00")
    assert ru("Choose a moment that is still to come.") in words_of(past)
    said = words_of(visit.post(post, {"due_at": "2026-11-26T12:30"}, follow=True))
    assert Ticket.objects.get().due_at == moscow(26, 12, 30)
    assert ru("Compute again") in said
    visit.post(post, {"again": "1"})
    assert Ticket.objects.get().due_at == moscow(24, 13)


def test_the_page_tells_every_day_that_counts(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Friday 17:50, four hours, Monday off: why it is Tuesday 12:50, before it ran and after."""
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(20, 17, 50))
    ticket = make.ticket(people.client, team=people.it)
    page, visit = f"/desk/tickets/{ticket.number}/deadlines", visitor(people.agent)
    ahead = words_of(visit.get(page))
    assert ru("now – %(moment)s", moment="24 ноя, 12:50") in ahead
    days = ["20 ноя: 10 мин", f"21 ноя – 22 ноя: {ru('days off')}", f"23 ноя: {ru('a day off')}"]
    assert " ".join([*days, "24 ноя: 3 ч 50 мин"]) in ahead
    frozen_clock.set(moscow(24, 10))
    assert " ".join([*days, "24 ноя: 1 ч"]) in words_of(visit.get(page))
