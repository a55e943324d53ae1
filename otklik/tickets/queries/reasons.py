"""How a ticket came to whom, with who was weighed (NEW-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from otklik.core.actors import ActorKind
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets.access import get_ticket_for
from otklik.tickets.enums import Given
from otklik.tickets.events import NOT_DISTRIBUTED
from otklik.tickets.models import AssignmentReason, Ticket
from otklik.tickets.turns import Outcome, Told, Why

MOST = 50
"""Steps of a ticket that are told, the newest first."""


@dataclass(frozen=True, slots=True)
class Step:
    """A ticket came to an employee or left them, or could be given to nobody (`how` is None).

    `why`: what the event says; `by`: the employee who did it; `weighed`: the candidates where a team's turn
    decided, in the way of `mode`.
    """

    at: datetime
    how: Given | None
    agent_id: int | None
    team_id: int | None
    why: str = ""
    by: int | None = None
    mode: str = ""
    outcome: str = ""
    weighed: Sequence[Told] = ()
    rule_version_id: int | None = None


def steps_of(actor: Actor, number: str) -> tuple[Ticket, Sequence[Step]]:
    """A ticket the actor may see, and how it came to whom, the newest first. `NotFound`; three queries."""
    ticket = get_ticket_for(actor, number)
    rows = list(AssignmentReason.objects.filter(ticket=ticket).order_by("-pk")[:MOST])
    failed = Event.objects.filter(ticket_id=ticket.pk, kind=NOT_DISTRIBUTED.name).order_by("-pk")[:MOST]
    events = {event.pk: event for event in Event.objects.filter(pk__in=[row.event_id for row in rows])}
    steps = [(row.event_id, _step(row, events.get(row.event_id))) for row in rows]
    steps += [(event.pk, _failed(event, ticket)) for event in failed]
    steps.sort(key=lambda found: found[0], reverse=True)
    return ticket, [step for _event, step in steps[:MOST]]


def _step(row: AssignmentReason, event: Event | None) -> Step:
    step = Step(row.at, Given(row.how), row.agent_id, row.team_id)
    if event is None:
        return step
    mode, _outcome, weighed = _choice(event.data.get("choice"))
    return replace(
        step,
        why=str(event.data.get("why") or ""),
        by=event.actor_id if event.actor_kind == ActorKind.AGENT else None,
        mode=mode,
        weighed=weighed,
        rule_version_id=event.rule_version_id,
    )


def _failed(event: Event, ticket: Ticket) -> Step:
    mode, outcome, weighed = _choice(event.data.get("choice"))
    return Step(event.at, None, None, ticket.team_id, mode=mode, outcome=outcome, weighed=weighed)


def _choice(stored: object) -> tuple[str, str, Sequence[Told]]:
    """A choice as `commands.turn.told` stored it."""
    if not isinstance(stored, dict):
        return "", "", ()
    lines = cast("list[tuple[int, int, int | None, int, str]]", stored["told"])
    weighed = [Told(agent, load, limit, weight, Why(why)) for agent, load, limit, weight, why in lines]
    return str(stored["mode"]), Outcome(stored["outcome"]).value, weighed
