"""Work goes back by itself: not opened in time, or of somebody who is away; the person who enters it, too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from otklik.core.models import Job
from otklik.core.timers import timer_at
from otklik.people.actor import Actor
from otklik.people.commands import AbsenceSpec, change_absence, end_absence
from otklik.people.enums import AbsenceKind
from otklik.tickets import commands
from otklik.tickets.models import AssignmentReason, Ticket
from otklik.tickets.queries.reasons import steps_of
from otklik.tickets.timers import give_back_due, leave_due
from otklik.tickets.turns import Why
from otklik.web.assignment_words import mode_words
from otklik.web.history import line_of
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.turns import away, gives
from tests.support.writes import kinds, recorded, unchanged

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def _holder(ticket: Ticket) -> int | None:
    return Ticket.objects.values_list("assignee_id", flat=True).get(pk=ticket.pk)


def _ring(key: str, frozen_clock: FrozenClock) -> None:
    """The worker comes to this timer, at its moment."""
    job = Job.objects.get(key=key)
    frozen_clock.set(job.run_at)
    {"tickets.give_back_due": give_back_due, "tickets.leave_due": leave_due}[job.reaction].function(job)


def _actors(people: make.Cast) -> dict[int | None, Actor]:
    return {one.agent_id: one for one in (people.agent, people.teammate, people.lead)}


def test_not_opened_in_time(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """After thirty minutes of the assignee's own time it goes to the next, with a line; who had it once is
    passed over; when all let it lie it stays. Ringing again changes nothing."""
    gives(people, people.it, give_back_after=30)
    ticket = make.ticket(people.client, team=people.it)
    first, key = _holder(ticket), f"tickets.give_back_due:{ticket.pk}"
    assert timer_at(key) == frozen_clock.now + 30 * MINUTE
    job = Job.objects.get(key=key)
    with recorded() as events:
        _ring(key, frozen_clock)
    assert kinds(events) == ["ticket.released", "ticket.assigned"]
    assert "30" in line_of(events[0], {}).what
    assert mode_words("round_robin") in line_of(events[1], {}).what
    second = _holder(ticket)
    assert second not in (None, first)
    with unchanged():
        give_back_due.function(job)
    _ring(key, frozen_clock)
    third = _holder(ticket)
    assert third not in (None, first, second)
    with recorded() as events:
        _ring(key, frozen_clock)
    assert (kinds(events), _holder(ticket)) == (["ticket.released", "ticket.not_distributed"], None)
    steps = steps_of(people.agent, ticket.number)[1]
    assert {one.why for one in steps[0].weighed} == {Why.HAD_IT}
    assert [step.how for step in steps][1:] == ["unopened", "turn"] * 3


@pytest.mark.parametrize("does", ["opens", "answers", "passes on", "no longer wanted", "opened by another"])
def test_what_keeps_it(people: make.Cast, frozen_clock: FrozenClock, does: str) -> None:
    """Opening, any deed of theirs, another assignee, a team that wants it no longer; not a colleague."""
    gives(people, people.it, give_back_after=30)
    ticket = make.ticket(people.client, team=people.it)
    holder = _actors(people)[_holder(ticket)]
    other = next(one for one in _actors(people).values() if one != holder)
    frozen_clock.move(5 * MINUTE)
    doing: dict[str, Callable[[], object]] = {
        "opens": lambda: commands.mark_opened(holder, ticket),
        "answers": lambda: make.note(holder, ticket),
        "passes on": lambda: commands.take(other, ticket),
        "no longer wanted": lambda: gives(people, people.it, give_back_after=None),
        "opened by another": lambda: commands.mark_opened(other, ticket),
    }
    doing[does]()
    with recorded() as events:
        _ring(f"tickets.give_back_due:{ticket.pk}", frozen_clock)
    assert bool(events) == (does == "opened by another")


def test_the_time_is_the_assignees_working_time(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Given ten minutes before the end of the day: the other twenty are counted in the morning."""
    gives(people, people.it, give_back_after=30)
    frozen_clock.move(7 * HOUR + 50 * MINUTE)
    ticket = make.ticket(people.client, team=people.it)
    assert _holder(ticket) is not None
    assert (
        timer_at(f"tickets.give_back_due:{ticket.pk}")
        == frozen_clock.now + 10 * MINUTE + 15 * HOUR + 20 * MINUTE
    )


@pytest.mark.parametrize(("setting", "leaves"), [("keep", 0), ("unopened", 1), ("not_begun", 2), ("all", 3)])
def test_who_goes_absent(people: make.Cast, frozen_clock: FrozenClock, setting: str, leaves: int) -> None:
    """What leaves them is the team's setting: one not opened, one opened, one in progress."""
    unopened, opened, begun = (make.ticket(people.client, team=people.it) for _one in range(3))
    for row in (unopened, opened):
        commands.assign(people.lead, row, agent_id=people.agent.agent_id, team_id=None)
    commands.mark_opened(people.agent, Ticket.objects.get(pk=opened.pk))
    commands.take(people.agent, begun)
    gives(people, people.it, "manual", on_absence=setting)
    absence = away(people.agent, starts=frozen_clock.now + DAY)
    assert timer_at(f"tickets.leave_due:{absence.uid}") == frozen_clock.now + DAY
    with recorded() as events:
        _ring(f"tickets.leave_due:{absence.uid}", frozen_clock)
    assert kinds(events) == ["ticket.released"] * leaves
    assert [_holder(row) is None for row in (unopened, opened, begun)] == [n < leaves for n in range(3)]
    assert AssignmentReason.objects.filter(how="gone").count() == leaves
    with unchanged():
        commands.relieve(people.agent.agent_id or 0, str(absence.uid))


def test_a_stand_in_an_end_and_another_beginning(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Tickets go to the stand-in while they are at work; an absence that was put off or is over takes
    nothing."""
    gives(people, people.it, on_absence="all")
    mine = commands.take(people.agent, make.ticket(people.client, team=people.it))
    absence = away(people.agent, starts=frozen_clock.now + HOUR, stand_in=people.teammate)
    later = AbsenceSpec(AbsenceKind.VACATION, frozen_clock.now + 2 * HOUR, stand_in=people.teammate.agent_id)
    change_absence(people.agent, absence, later)
    frozen_clock.move(HOUR)
    with unchanged():
        commands.relieve(people.agent.agent_id or 0, str(absence.uid))
    frozen_clock.move(HOUR)
    commands.relieve(people.agent.agent_id or 0, str(absence.uid))
    assert _holder(mine) == people.teammate.agent_id
    commands.assign(people.lead, mine, agent_id=people.agent.agent_id, team_id=None)
    end_absence(people.lead, absence)
    with unchanged():
        commands.relieve(people.agent.agent_id or 0, str(absence.uid))
