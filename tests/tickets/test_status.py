"""Moving through the statuses: what each move means, what it keeps, what is not allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from otklik.core import small
from otklik.core.errors import Conflict, Denied, Invalid, NotPossible
from otklik.people.actor import SYSTEM
from otklik.people.models import Role
from otklik.tickets import commands
from otklik.tickets.content import from_text
from otklik.tickets.models import Draft, Message, Status, Ticket, Transition
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.requirements import Asked
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, changes, doer, jobs_of, listed, recorded, refused, unchanged

HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A ticket in progress, answered: nobody waits."""
    made = make.ticket(people.client, team=people.it)
    make.reply(people.agent, made)
    frozen_clock.move(HOUR)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("code", "kind", "state", "turn", "rank"),
    [
        ("on_hold", "ticket.status_changed", "open", "us", 1),
        ("needs_clarification", "ticket.status_changed", "waiting_client", "client", 2),
        ("waiting_others", "ticket.status_changed", "waiting_others", "third_party", 2),
        ("resolved", "ticket.resolved", "resolved", "client", 3),
    ],
)
def test_a_move(
    people: make.Cast,
    ticket: Ticket,
    frozen_clock: FrozenClock,
    code: str,
    kind: str,
    state: str,
    turn: str,
    rank: int,
) -> None:
    """The status and what follows from it; the one event names both statuses; clients may read it."""
    with recorded() as events:
        moved = commands.set_status(people.agent, ticket, code, version=ticket.version)
    assert (moved.status.code, moved.state, moved.turn, moved.rank) == (code, state, turn, rank)
    assert moved.is_open == (state not in ("resolved", "closed"))
    assert moved.turn_since == (frozen_clock.now if turn != "us" else ticket.turn_since)
    assert (moved.version, moved.updated_at) == (ticket.version + 1, frozen_clock.now)
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == (kind, "public", by(people.agent))
    assert changes(event) == {"status": ("in_progress", code)}
    assert event.data == {}
    assert jobs_of(event) == listed(event)


def test_moments_of_resolving_closing_and_returning(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    """Resolved at, closed at, how often reopened; a return to work forgets the first two."""
    resolved = frozen_clock.now
    commands.set_status(people.agent, ticket, "resolved")
    frozen_clock.move(HOUR)
    with recorded() as events:
        closed = commands.set_status(people.agent, ticket, "closed")
    assert (closed.resolved_at, closed.closed_at, closed.turn) == (resolved, frozen_clock.now, "nobody")
    assert [event.kind for event in events] == ["ticket.closed"]
    with recorded() as events:
        back = commands.set_status(SYSTEM, ticket, "in_progress")
    assert (back.resolved_at, back.closed_at, back.reopened) == (None, None, 1)
    assert [event.kind for event in events] == ["ticket.reopened"]
    straight = commands.set_status(SYSTEM, ticket, "closed")
    assert straight.resolved_at == straight.closed_at == frozen_clock.now


def test_reopening_by_an_agent(people: make.Cast, ticket: Ticket) -> None:
    """Resolved goes back to work by hand with the reason only, which is a note."""
    commands.set_status(people.agent, ticket, "resolved")
    with refused(Invalid, fields={"why"}):
        commands.set_status(people.teammate, ticket, "in_progress", why=" ")
    with recorded() as events:
        back = commands.set_status(people.teammate, ticket, "in_progress", why="Клиент позвонил: не вышло")
    assert (back.state, back.turn, back.rank, back.reopened) == ("open", "us", 1, 1)
    assert [(event.kind, event.audience) for event in events] == [
        ("note.added", "internal"),
        ("ticket.reopened", "public"),
    ]
    note = Message.objects.get(pk=events[1].data["message"])
    assert (note.body.text, note.public, note.agent_id) == (
        "Клиент позвонил: не вышло",
        False,
        people.teammate.agent_id,
    )
    assert len({event.batch_id for event in events}) == 1


def test_the_reason_needs_no_right_to_notes_and_leaves_a_begun_one(people: make.Cast, ticket: Ticket) -> None:
    """It belongs to the move: who may move may say why, and what they were writing stays."""
    commands.set_status(people.agent, ticket, "resolved")
    commands.save_draft(people.agent, ticket, "note", "недописанное")
    mover = replace(people.agent, rights=people.agent.rights - {"tickets.note"})
    assert commands.set_status(mover, ticket, "in_progress", why="Клиент позвонил").state == "open"
    assert Draft.objects.get(agent_id=people.agent.agent_id or 0).text == "недописанное"
    commands.add_note(people.agent, ticket, from_text("дописанное"))
    assert not Draft.objects.exists()


def test_postponing(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """Until when and why stand on the ticket and in the event; any other status forgets them."""
    until = frozen_clock.now + timedelta(days=2)
    with recorded() as events:
        moved = commands.set_status(people.agent, ticket, "postponed", until=until, why="просил перезвонить")
    assert (moved.state, moved.turn, moved.rank) == ("postponed", "date", 2)
    assert (moved.postponed_until, moved.postponed_why) == (until, "просил перезвонить")
    (event,) = events
    assert (event.kind, event.data) == (
        "ticket.postponed",
        {"until": until.isoformat(), "why": "просил перезвонить"},
    )
    later = commands.set_status(people.agent, ticket, "postponed", until=until + HOUR)
    assert (later.postponed_until, later.postponed_why) == (until + HOUR, "")
    with unchanged():
        commands.set_status(people.agent, ticket, "postponed")
    work = commands.set_status(people.agent, ticket, "in_progress", until=until)
    assert (work.postponed_until, work.postponed_why) == (None, "")


@pytest.mark.parametrize("ahead", [None, timedelta(0), -HOUR])
def test_postponing_asks_until_when(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock, ahead: timedelta | None
) -> None:
    """A moment in the future, nothing else."""
    until: datetime | None = frozen_clock.now + ahead if ahead is not None else None
    with refused(Asked, fields={"until"}):
        commands.set_status(people.agent, ticket, "postponed", until=until)


def test_the_same_status_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Even from a stale page: what was wanted is there."""
    with unchanged():
        commands.set_status(people.agent, ticket, "in_progress", version=ticket.version - 1)


def test_what_is_refused(people: make.Cast, ticket: Ticket) -> None:
    """Unknown, switched off, stale, without the right or the hold, a client; nothing is written."""
    for code in ("", "nonsense", "under_review"):
        with refused(Invalid, fields={"status"}):
            commands.set_status(people.agent, ticket, code)
    with refused(Conflict, code="conflict"):
        commands.set_status(people.agent, ticket, "resolved", version=ticket.version - 1)
    powerless = replace(people.agent, rights=people.agent.rights - {"tickets.change_status"})
    for actor in (people.outsider, powerless, people.client, people.manager):
        with refused(Denied):
            commands.set_status(actor, ticket, "resolved")


@pytest.mark.parametrize(
    ("start", "target"),
    [
        ("in_progress", "new"),
        ("in_progress", "closed"),
        ("resolved", "on_hold"),
        ("closed", "in_progress"),
        ("closed", "resolved"),
    ],
)
def test_moves_that_are_not_delivered(people: make.Cast, ticket: Ticket, start: str, target: str) -> None:
    """FLOW-1: nothing becomes New, only Resolved closes, Closed leads nowhere by hand; Otklik itself may."""
    for step in ["resolved", "closed"][: ["in_progress", "resolved", "closed"].index(start)]:
        commands.set_status(SYSTEM, ticket, step)
    for actor in (people.agent, people.admin):
        with refused(NotPossible):
            commands.set_status(actor, ticket, target)
    assert commands.set_status(SYSTEM, ticket, target).status.code == target


def test_a_move_for_one_role_only(people: make.Cast, ticket: Ticket) -> None:
    """A transition with a role is there for who has it."""
    work, review = Status.objects.get(code="in_progress"), Status.objects.get(code="under_review")
    Status.objects.filter(pk=review.pk).update(enabled=True)
    Transition.objects.filter(source=work, target=review).delete()
    Transition.objects.create(source=work, target=review, role=Role.objects.get(code="lead"))
    small.bump()
    offered = {s.code for s in workflow().next_for(people.agent, work.pk)}
    assert "under_review" not in offered
    with refused(NotPossible):
        commands.set_status(people.agent, ticket, "under_review")
    assert commands.set_status(people.lead, ticket, "under_review").status.code == "under_review"


def test_delivered_moves(db: None, people: make.Cast) -> None:
    """The whole table, as FLOW-1 says it; switched-off statuses are offered to nobody."""
    flow = workflow()
    working = {
        "assigned", "in_progress", "estimating", "on_hold",
        "needs_clarification", "awaiting_approval", "waiting_others", "postponed",
    }  # fmt: skip
    found = {
        source.code: {target.code for target in flow.next_for(people.agent, source.pk)}
        for source in flow.statuses.values()
        if source.enabled
    }
    wanted = {code: (working | {"resolved"}) - {code} for code in {*working, "new"}}
    assert found == {**wanted, "resolved": {"closed", "in_progress", "assigned"}, "closed": set()}
    assert flow.initial.code == "new"


def test_the_clients_wait_begins_with_their_message(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    """Ours while we work, ours because they wrote: the second wait counts from their words."""
    answered = ticket.turn_since
    frozen_clock.move(HOUR)
    make.message(people.client, ticket)
    ticket.refresh_from_db()
    assert (ticket.turn, ticket.rank, ticket.turn_since) == ("us", 0, frozen_clock.now)
    frozen_clock.move(HOUR)
    make.message(people.client, ticket)
    ticket.refresh_from_db()
    assert ticket.turn_since == frozen_clock.now - HOUR
    assert answered < ticket.turn_since
