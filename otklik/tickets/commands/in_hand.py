"""When the processing of a ticket begins and ends: the one writer, called with every change of its standing.

Only tickets of teams with `claim_by_opening` are processed so; for all others this asks nothing and writes
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from otklik.core import clock
from otklik.people.queries import staff
from otklik.tickets import lifecycle
from otklik.tickets.enums import OPEN_STATES, Processed, State
from otklik.tickets.models import Processing, Status, Ticket

FIELDS = ("processing_by", "processing_since", "processed_at")


def follow(row: Ticket, status: Status) -> Sequence[str]:
    """Begin, go on with or end the processing of a locked ticket that comes into this status; which of its
    columns were changed. Saves no ticket.

    It lasts while its assignee stays and the status is one of work.
    """
    state, holder, is_on = State(status.state), row.assignee_id, is_in_hand(row)
    works = holder is not None and state is State.OPEN and status.code not in lifecycle.NOT_BEGUN
    if is_on and works and row.processing_by_id == holder:
        return ()
    begins = works and claims(row.team_id)
    forgets = state is State.NEW and row.processing_by_id is not None
    if not (is_on or begins or forgets):
        return ()
    if is_on:
        _end(row, state)
    if forgets:
        row.processing_by_id = row.processing_since = row.processed_at = None
    if begins and holder is not None:
        _begin(row, holder)
    return FIELDS


def is_in_hand(row: Ticket) -> bool:
    """Whether somebody has the ticket in processing."""
    return row.processing_by_id is not None and row.processed_at is None


def claims(team_id: int | None) -> bool:
    """Whether the team's tickets are claimed by opening them."""
    team = staff().teams.get(team_id or 0)
    return team is not None and team.claim_by_opening


def _begin(row: Ticket, agent_id: int) -> None:
    now = clock.now()
    Processing.objects.create(
        ticket=row,
        agent_id=agent_id,
        started_at=now,
        seen_at=now,
        contact_before=row.contact_id,
        company_before=row.company_id,
    )
    row.processing_by_id, row.processing_since, row.processed_at = agent_id, now, None


def _end(row: Ticket, state: State) -> None:
    now = clock.now()
    Processing.objects.filter(ticket=row, ended_at=None).update(ended_at=now, how=_how(row, state))
    row.processed_at = now


def _how(row: Ticket, state: State) -> Processed:
    if state not in OPEN_STATES:
        return Processed.DONE
    if row.assignee_id is None or state is State.NEW:
        return Processed.RETURNED
    return Processed.PUT_OFF if row.assignee_id == row.processing_by_id else Processed.PASSED_ON
