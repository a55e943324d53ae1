"""The pure rules of a ticket's life: whose turn it is, where it stands in a list, what a late message does.

Plain values in, plain values out; nothing here knows of a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from otklik.tickets.enums import OPEN_STATES, Rank, State, Turn

NO_DUE = timedelta(days=3650)
"""Tickets without a due moment sort after all that have one, older ones first."""

NOT_BEGUN = frozenset({"new", "assigned"})
"""Codes of statuses that whoever takes a ticket moves on from."""

_TURN_OF_STATE = {
    State.NEW: Turn.US,
    State.OPEN: Turn.US,
    State.WAITING_CLIENT: Turn.CLIENT,
    State.WAITING_OTHERS: Turn.THIRD_PARTY,
    State.POSTPONED: Turn.DATE,
    State.RESOLVED: Turn.CLIENT,
    State.CLOSED: Turn.NOBODY,
}


@dataclass(frozen=True)
class Standing:
    """Where a ticket stands: whose turn, and in which group of a list."""

    turn: Turn
    rank: Rank


def standing(state: State, *, client_spoke_last: bool, status_turn: Turn | None = None) -> Standing:
    """Whose turn it is. An unanswered client's message makes it ours in every open state.

    `status_turn` is an administrator's own choice for the status; it stands below that.
    """
    if state not in OPEN_STATES:
        return Standing(_TURN_OF_STATE[state], Rank.DONE)
    if client_spoke_last and state is not State.WAITING_CLIENT:
        return Standing(Turn.US, Rank.CLIENT_WAITS)
    turn = status_turn or _TURN_OF_STATE[state]
    return Standing(turn, Rank.WE_WORK if turn is Turn.US else Rank.WE_WAIT)


def due_sort(due_at: datetime | None, react_by: datetime | None, created_at: datetime) -> datetime:
    """The never-null moment lists sort by: whichever comes first, being answered or being done."""
    return min((moment for moment in (due_at, react_by) if moment), default=created_at + NO_DUE)


def nearest_due(due_sort: datetime, created_at: datetime) -> datetime | None:
    """What comes first of being answered and being done; None where neither has a moment."""
    return due_sort if due_sort - created_at < NO_DUE else None


class OnMessage(StrEnum):
    """What a client's message does to the state of its ticket (FLOW-3, FLOW-6, FLOW-11)."""

    KEEP = "keep"
    RETURN = "return"  # back to work from waiting or postponed
    REOPEN = "reopen"
    CONTINUE = "continue"  # too late: a new ticket linked to the old one


def after_client_message(
    state: State,
    *,
    closed_at: datetime | None,
    now: datetime,
    reopen_within: timedelta,
    strictly_final: bool = False,
    keeps_waiting: bool = False,
) -> OnMessage:
    """On resolved: reopen. On closed: reopen within the limit, else a new ticket continues it.

    `keeps_waiting`: one that waits for the client waits on, whatever they write (FLOW-3).
    """
    if keeps_waiting and state is State.WAITING_CLIENT:
        return OnMessage.KEEP
    if state in (State.WAITING_CLIENT, State.POSTPONED):
        return OnMessage.RETURN
    if state is State.RESOLVED:
        return OnMessage.REOPEN
    if state is State.CLOSED:
        late = closed_at is not None and now - closed_at >= reopen_within
        return OnMessage.CONTINUE if strictly_final or late else OnMessage.REOPEN
    return OnMessage.KEEP


def work_status(*, has_assignee: bool, has_team: bool) -> str:
    """The code of the status a ticket returns to work in."""
    if has_assignee:
        return "in_progress"
    return "assigned" if has_team else "new"
