"""Taking, giving, handing over, giving back: rows, events, readers, refusals, idempotence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.commands import Edit
from otklik.tickets.models import Status, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, changes, doer, jobs_of, kinds, listed, recorded, refused, unchanged


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def _sees(actor: Actor, ticket: Ticket) -> bool:
    return visible_to(actor).filter(pk=ticket.pk).exists()


def test_take(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """Assigned becomes In progress; the turn stays ours, and since when the client waits stays too."""
    frozen_clock.move(timedelta(minutes=5))
    with recorded() as events:
        taken = commands.take(people.agent, ticket, version=ticket.version)
    assert (taken.assignee_id, taken.team_id) == (people.agent.agent_id, people.it.pk)
    assert (taken.status.code, taken.rank, taken.version) == ("in_progress", 0, ticket.version + 1)
    assert (taken.assigned_at, taken.updated_at) == (frozen_clock.now, frozen_clock.now)
    assert taken.turn_since == ticket.turn_since
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("ticket.taken", "internal", by(people.agent))
    assert changes(event) == {
        "assignee": (None, people.agent.agent_id),
        "status": ("assigned", "in_progress"),
    }
    assert event.data == {}
    assert jobs_of(event) == listed(event)


def test_taking_twice_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """A double click, even from a stale page."""
    stale = ticket.version
    commands.take(people.agent, ticket, version=stale)
    with unchanged():
        again = commands.take(people.agent, ticket, version=stale)
    assert again.assignee_id == people.agent.agent_id


def test_the_second_to_take_is_told(people: make.Cast, ticket: Ticket) -> None:
    """From a stale page; from a fresh one a colleague's ticket can be taken over."""
    stale = ticket.version
    commands.take(people.agent, ticket, version=stale)
    with refused(Conflict, code="conflict"):
        commands.take(people.teammate, ticket, version=stale)
    with recorded() as events:
        commands.take(people.teammate, ticket, version=stale + 1)
    assert changes(events[0]) == {"assignee": (people.agent.agent_id, people.teammate.agent_id)}


def test_taking_keeps_a_status_beyond_assigned(people: make.Cast, ticket: Ticket) -> None:
    """A ticket on hold that changes hands stays on hold."""
    commands.set_status(people.agent, ticket, "on_hold")
    assert commands.take(people.teammate, ticket).status.code == "on_hold"


def test_taking_a_ticket_without_a_team_brings_ones_only_team(people: make.Cast) -> None:
    """Of several teams none is guessed."""
    loose = make.ticket(people.client)
    commands.assign(SYSTEM, loose, agent_id=None, team_id=None)
    commands.observe(people.dispatcher, loose, agent_id=people.agent.agent_id)
    assert commands.take(people.agent, loose).team_id == people.it.pk
    other = make.ticket(people.client)
    commands.assign(SYSTEM, other, agent_id=None, team_id=None)
    double = make.actor_of(make.employee("Двое Групп", teams=[people.it, people.hr]))
    commands.observe(people.dispatcher, other, agent_id=double.agent_id)
    assert commands.take(double, other).team_id is None


@pytest.mark.parametrize(
    ("who", "error"),
    [("client", Denied), ("outsider", Denied), ("powerless", Denied), ("system", Denied)],
)
def test_who_cannot_take(people: make.Cast, ticket: Ticket, who: str, error: type[Exception]) -> None:
    """A client, an employee of another team, one without the right, and the system, which is nobody."""
    actors = {
        "powerless": replace(people.agent, rights=people.agent.rights - {"tickets.assign"}),
        "system": SYSTEM,
    }
    with refused(error):
        commands.take(actors.get(who) or getattr(people, who), ticket)


def test_nobody_is_given_a_closed_or_deleted_ticket(people: make.Cast, ticket: Ticket) -> None:
    """Taking, giving and giving back alike."""
    taken = commands.take(people.agent, ticket)
    commands.set_status(SYSTEM, taken, "closed")
    with refused(NotPossible):
        commands.take(people.teammate, ticket)
    with refused(NotPossible):
        commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk)
    with refused(NotPossible):
        commands.release(people.agent, ticket)
    commands.delete_ticket(people.admin, ticket)
    with refused(NotFound):
        commands.take(people.teammate, ticket)


def test_assign_to_a_team(people: make.Cast, ticket: Ticket) -> None:
    """Handing over: the new team reads and writes, the old one reads on and writes no more."""
    commands.take(people.agent, ticket)
    assert not _sees(people.outsider, ticket)
    with recorded() as events:
        given = commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk, why="про отпуск")
    assert (given.team_id, given.assignee_id, given.assigned_at) == (people.hr.pk, None, None)
    assert given.status.code == "in_progress"
    (event,) = events
    assert (event.kind, event.audience) == ("ticket.assigned", "internal")
    assert changes(event) == {
        "team": (people.it.pk, people.hr.pk),
        "assignee": (people.agent.agent_id, None),
    }
    assert event.data == {"why": "про отпуск"}
    assert jobs_of(event) == listed(event)
    assert _sees(people.outsider, ticket)
    assert _sees(people.teammate, ticket)
    with refused(Denied):
        commands.take(people.teammate, ticket)
    with refused(Denied):
        commands.edit(people.agent, ticket, Edit(subject="Другое"))


def test_assign_to_an_employee(people: make.Cast, ticket: Ticket) -> None:
    """Of the same team: the team stays. Of another: theirs comes along. New becomes Assigned."""
    given = commands.assign(people.lead, ticket, agent_id=people.teammate.agent_id, team_id=None)
    assert (given.team_id, given.status.code) == (people.it.pk, "assigned")
    given = commands.assign(people.lead, ticket, agent_id=people.outsider.agent_id, team_id=None)
    assert (given.team_id, given.assignee_id) == (people.hr.pk, people.outsider.agent_id)
    new = make.ticket(people.client)
    commands.assign(SYSTEM, new, agent_id=None, team_id=None)
    Ticket.objects.filter(pk=new.pk).update(status=Status.objects.get(code="new"), state="new")
    given = commands.assign(people.dispatcher, new, agent_id=people.admin.agent_id, team_id=None)
    assert (given.team_id, given.assignee_id, given.status.code) == (None, people.admin.agent_id, "assigned")


def test_assigning_the_same_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Nor does giving nobody's ticket back."""
    with unchanged():
        commands.assign(people.agent, ticket, agent_id=None, team_id=people.it.pk)
        commands.release(people.agent, ticket)
    given = commands.assign(people.agent, ticket, agent_id=people.agent.agent_id, team_id=people.it.pk)
    with unchanged():
        again = commands.assign(people.agent, ticket, agent_id=people.agent.agent_id, team_id=None)
    assert again.version == given.version


def test_what_cannot_be_assigned(people: make.Cast, ticket: Ticket) -> None:
    """Unknown, hidden, gone, of another team, stale, without the right; nothing is written."""
    gone = make.employee("Бывший", teams=[people.it])
    make.leave(gone)
    make.hide(people.hr)
    for agent_id, team_id, field in (
        (None, 10**9, "team"),
        (None, people.hr.pk, "team"),
        (10**9, None, "assignee"),
        (gone.pk, None, "assignee"),
        (gone.pk, people.it.pk, "assignee"),
        (people.outsider.agent_id, people.it.pk, "assignee"),
    ):
        with refused(Invalid, fields={field}):
            commands.assign(people.agent, ticket, agent_id=agent_id, team_id=team_id)
    with refused(Conflict):
        commands.assign(
            people.agent, ticket, agent_id=None, team_id=people.front.pk, version=ticket.version - 1
        )
    homebody = replace(people.agent, rights=people.agent.rights - {"tickets.transfer"})
    with refused(Denied):
        commands.assign(homebody, ticket, agent_id=None, team_id=people.front.pk)
    with refused(Denied):
        commands.assign(homebody, ticket, agent_id=None, team_id=None)
    for stranger in (people.client, people.outsider):
        with refused(Denied):
            commands.assign(stranger, ticket, agent_id=people.agent.agent_id, team_id=None)
    given = commands.assign(homebody, ticket, agent_id=people.teammate.agent_id, team_id=None)
    assert given.assignee_id == people.teammate.agent_id


def test_release(people: make.Cast, ticket: Ticket) -> None:
    """Back to the team: In progress becomes Assigned, anything else stays."""
    commands.take(people.agent, ticket)
    with recorded() as events:
        back = commands.release(people.agent, ticket)
    assert (back.assignee_id, back.assigned_at, back.team_id) == (None, None, people.it.pk)
    assert back.status.code == "assigned"
    assert kinds(events) == ["ticket.released"]
    assert changes(events[0]) == {
        "assignee": (people.agent.agent_id, None),
        "status": ("in_progress", "assigned"),
    }
    commands.take(people.agent, ticket)
    commands.set_status(people.agent, ticket, "needs_clarification")
    assert commands.release(people.teammate, ticket).status.code == "needs_clarification"


def test_releasing_from_a_stale_page_is_refused(people: make.Cast, ticket: Ticket) -> None:
    """A colleague took it meanwhile: their work is not taken away unseen."""
    stale = commands.take(people.agent, ticket).version
    commands.take(people.teammate, ticket)
    with refused(Conflict):
        commands.release(people.agent, ticket, version=stale)
    with refused(Denied):
        commands.release(people.outsider, ticket)


def test_an_assignee_from_elsewhere_reads_only_while_assigned(people: make.Cast, ticket: Ticket) -> None:
    """A personal reader's row goes with the assignment; the client reads all along."""
    Ticket.objects.filter(pk=ticket.pk).update(team=None)
    ticket.readers.all().delete()
    ticket.refresh_from_db()
    commands.assign(SYSTEM, ticket, agent_id=people.admin.agent_id, team_id=None)
    admin = replace(people.admin, rights=people.outsider.rights)
    assert _sees(admin, ticket)
    assert _sees(people.client, ticket)
    commands.assign(SYSTEM, ticket, agent_id=people.agent.agent_id, team_id=None)
    assert not _sees(admin, ticket)
    assert _sees(people.agent, ticket)
    assert _sees(people.teammate, ticket)
    assert _sees(people.client, ticket)
