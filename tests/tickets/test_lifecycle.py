"""Whose turn it is, where a ticket stands, what a late message does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.tickets.enums import OPEN_STATES, Rank, State, Turn
from otklik.tickets.lifecycle import (
    OnMessage,
    Standing,
    after_client_message,
    due_sort,
    nearest_due,
    standing,
    work_status,
)

NOW = datetime(2026, 11, 17, 7, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("state", "client_last", "answered"),
    [
        (State.NEW, (Turn.US, Rank.CLIENT_WAITS), (Turn.US, Rank.WE_WORK)),
        (State.OPEN, (Turn.US, Rank.CLIENT_WAITS), (Turn.US, Rank.WE_WORK)),
        (State.WAITING_CLIENT, (Turn.CLIENT, Rank.WE_WAIT), (Turn.CLIENT, Rank.WE_WAIT)),
        (State.WAITING_OTHERS, (Turn.US, Rank.CLIENT_WAITS), (Turn.THIRD_PARTY, Rank.WE_WAIT)),
        (State.POSTPONED, (Turn.US, Rank.CLIENT_WAITS), (Turn.DATE, Rank.WE_WAIT)),
        (State.RESOLVED, (Turn.CLIENT, Rank.DONE), (Turn.CLIENT, Rank.DONE)),
        (State.CLOSED, (Turn.NOBODY, Rank.DONE), (Turn.NOBODY, Rank.DONE)),
    ],
)
def test_standing(state: State, client_last: tuple[Turn, Rank], answered: tuple[Turn, Rank]) -> None:
    """Every state, with and without an unanswered client."""
    assert standing(state, client_spoke_last=True) == Standing(*client_last)
    assert standing(state, client_spoke_last=False) == Standing(*answered)


@pytest.mark.parametrize(
    ("turn", "stands"),
    [
        (Turn.US, Standing(Turn.US, Rank.WE_WORK)),
        (Turn.CLIENT, Standing(Turn.CLIENT, Rank.WE_WAIT)),
        (Turn.THIRD_PARTY, Standing(Turn.THIRD_PARTY, Rank.WE_WAIT)),
        (Turn.DATE, Standing(Turn.DATE, Rank.WE_WAIT)),
    ],
)
def test_a_status_may_name_its_own_turn(turn: Turn, stands: Standing) -> None:
    """An administrator's choice decides where no client waits, and not where one does."""
    assert standing(State.OPEN, client_spoke_last=False, status_turn=turn) == stands
    assert standing(State.OPEN, client_spoke_last=True, status_turn=turn).rank is Rank.CLIENT_WAITS
    assert standing(State.RESOLVED, client_spoke_last=True, status_turn=turn).rank is Rank.DONE


@given(st.sampled_from(State), st.booleans(), st.none() | st.sampled_from(Turn))
def test_open_tickets_stand_in_open_groups(state: State, spoke: bool, turn: Turn | None) -> None:
    """Done is what is not open; "we work" is what is our turn."""
    stands = standing(state, client_spoke_last=spoke, status_turn=turn)
    assert (stands.rank is Rank.DONE) == (state not in OPEN_STATES)
    if state in OPEN_STATES:
        assert (stands.turn is Turn.US) == (stands.rank in (Rank.CLIENT_WAITS, Rank.WE_WORK))


@pytest.mark.parametrize(
    ("state", "closed_ago", "final", "effect"),
    [
        (State.NEW, None, False, OnMessage.KEEP),
        (State.OPEN, None, False, OnMessage.KEEP),
        (State.WAITING_OTHERS, None, False, OnMessage.KEEP),
        (State.WAITING_CLIENT, None, False, OnMessage.RETURN),
        (State.POSTPONED, None, False, OnMessage.RETURN),
        (State.RESOLVED, None, False, OnMessage.REOPEN),
        (State.RESOLVED, None, True, OnMessage.REOPEN),
        (State.CLOSED, timedelta(0), False, OnMessage.REOPEN),
        (State.CLOSED, WEEK - timedelta(microseconds=1), False, OnMessage.REOPEN),
        (State.CLOSED, WEEK, False, OnMessage.CONTINUE),
        (State.CLOSED, WEEK * 50, False, OnMessage.CONTINUE),
        (State.CLOSED, timedelta(0), True, OnMessage.CONTINUE),
        (State.CLOSED, None, False, OnMessage.REOPEN),
    ],
)
def test_after_client_message(
    state: State, closed_ago: timedelta | None, final: bool, effect: OnMessage
) -> None:
    """FLOW-3, FLOW-6, FLOW-11: the limit itself is already too late."""
    closed_at = NOW - closed_ago if closed_ago is not None else None
    said = after_client_message(state, closed_at=closed_at, now=NOW, reopen_within=WEEK, strictly_final=final)
    assert said is effect


@given(st.datetimes(), st.datetimes())
def test_an_earlier_due_moment_stands_first(one: datetime, other: datetime) -> None:
    """Order is that of due moments; a ticket without one stands where its age puts it, ten years on."""
    assert (due_sort(one, None, NOW) < due_sort(other, None, NOW)) == (one < other)


def test_without_a_due_moment_the_older_stands_first() -> None:
    """And behind everything that is due within ten years."""
    assert due_sort(None, None, NOW - WEEK) < due_sort(None, None, NOW)
    assert due_sort(NOW + 500 * WEEK, None, NOW) < due_sort(None, None, NOW)
    assert nearest_due(due_sort(None, None, NOW), NOW) is None


def test_being_answered_and_being_done_the_earlier_counts() -> None:
    """Whichever comes first is what lists sort by and show."""
    assert due_sort(NOW + WEEK, NOW, NOW) == due_sort(NOW, NOW + WEEK, NOW) == due_sort(None, NOW, NOW) == NOW
    assert nearest_due(NOW + WEEK, NOW) == NOW + WEEK


@pytest.mark.parametrize(
    ("assignee", "team", "code"),
    [
        (True, True, "in_progress"),
        (True, False, "in_progress"),
        (False, True, "assigned"),
        (False, False, "new"),
    ],
)
def test_work_status(assignee: bool, team: bool, code: str) -> None:
    """Where work goes on."""
    assert work_status(has_assignee=assignee, has_team=team) == code
