"""Remembering how a ticket came to whom (NEW-13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from otklik.core.actors import ActorKind
from otklik.core.inserting import insert_soon
from otklik.core.models import Event
from otklik.tickets.enums import Given
from otklik.tickets.models import AssignmentReason

UNOPENED, GONE = "unopened", "gone"
"""First words of `data.why` of a ticket that went back by itself."""
_BY_RULE = frozenset({"service", "manager", "account", "dispatch", "rule", "turn", "stand_in"})
"""First words of `data.why` where no person chose."""


def remember(event: Event, ticket_id: int, team_id: int | None, first: int | None = None) -> None:
    """A row for whom the event gives the ticket to, and one for whom it leaves. In the event's transaction.

    `first`: the assignee a ticket was registered with.
    """
    rows = [
        AssignmentReason(
            ticket_id=ticket_id, team_id=team_id, agent_id=agent_id, at=event.at, how=how, event_id=event.pk
        )
        for agent_id, how in _passed(event, first)
    ]
    insert_soon(rows)


def _passed(event: Event, first: int | None) -> Iterator[tuple[int, Given]]:
    before, after = (None, first) if first else assignee_in(event)
    if before is not None:
        yield before, Given.PASSED_ON if after is not None or event.rule_version_id else _left(event)
    if after is not None:
        yield after, _came(event, after)


def assignee_in(event: Event) -> tuple[int | None, int | None]:
    """Whom the event takes the ticket from, and whom it gives it to."""
    changes: list[Mapping[str, object]] = event.changes
    change = next((one for one in changes if one["field"] == "assignee"), {})
    before, after = change.get("from"), change.get("to")
    return before if isinstance(before, int) else None, after if isinstance(after, int) else None


def _came(event: Event, agent_id: int) -> Given:
    if event.data.get("choice"):
        return Given.BY_TURN
    if _first_word(event) in _BY_RULE:  # nobody chose, though who registered it may be who got it
        return Given.BY_RULE
    if event.actor_kind == ActorKind.AGENT and event.actor_id == agent_id:
        return Given.TAKEN
    return Given.BY_RULE if event.rule_version_id else Given.BY_HAND


def _left(event: Event) -> Given:
    return {UNOPENED: Given.UNOPENED, GONE: Given.GONE}.get(_first_word(event), Given.RETURNED)


def _first_word(event: Event) -> str:
    return str(event.data.get("why") or "").partition(":")[0]
