"""Why? Every automatic change of a ticket with the rule that decided it, as it was, and what it saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.automation.explaining.rulings import Ruling, rulings_of
from otklik.core.actors import ActorKind
from otklik.core.errors import NotFound
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.rules import seeing
from otklik.rules.conditions import Fact
from otklik.rules.facts import TicketFacts
from otklik.rules.matching import facts_of, kinds, spell
from otklik.rules.tracing import Line, lines_of
from otklik.tickets.access import get_ticket_for
from otklik.tickets.models import Ticket
from otklik.tickets.queries import history

SEEN = "seen"
"""Where an event's data keep what the deciding rule saw (`rules.seeing`)."""
BY_ITSELF = frozenset({"ticket.closed", "ticket.returned", "ticket.client_reminded"})
"""What follows from a setting or a date, when the system does it."""


@dataclass(frozen=True)
class Deed:
    """Something that happened to a ticket, and by what. `ruling` None: no rule decided it.

    `lines` are the parts of the rule's condition with what was seen; `seen_in` is the event whose values they
    are, where an earlier one had asked.
    """

    event: Event
    ruling: Ruling | None
    lines: Sequence[Line]
    seen_in: Event | None

    @property
    def is_automatic(self) -> bool:
        """No person did it."""
        return is_explained(self.event)


def why(actor: Actor, number: str) -> tuple[Ticket, Sequence[Deed]]:
    """Every automatic change of a ticket, oldest first. For employees who see it, else `NotFound`."""
    ticket, events = _past_of(actor, number)
    return ticket, _deeds(ticket, events, [event for event in events if is_explained(event)])


def why_event(actor: Actor, number: str, event_id: int) -> tuple[Ticket, Deed]:
    """One event of a ticket explained. `NotFound` also for an event of another ticket."""
    ticket, events = _past_of(actor, number)
    wanted = [event for event in events if event.pk == event_id]
    if not wanted:
        raise NotFound
    return ticket, _deeds(ticket, events, wanted)[0]


def why_field(actor: Actor, number: str, field: str) -> tuple[Ticket, Deed | None]:
    """What last changed a field (`assignee`, `team`, `due_at`, …), a person or a rule; None: nothing did
    since it was registered."""
    ticket, events = _past_of(actor, number)
    fields = {"due_at", "react_by"} if field == "due_at" else {field}
    wanted = [event for event in events if any(change["field"] in fields for change in event.changes)]
    return ticket, next(iter(_deeds(ticket, events, wanted[-1:])), None)


def is_explained(event: Event) -> bool:
    """Whether a rule, a setting or a date did it, so that "why?" has an answer."""
    if event.rule_version_id is not None or event.data.get("why"):
        return True
    return event.kind in BY_ITSELF and event.actor_kind == ActorKind.SYSTEM


def _past_of(actor: Actor, number: str) -> tuple[Ticket, Sequence[Event]]:
    if not (actor.is_agent or actor.is_system):
        raise NotFound
    ticket = get_ticket_for(actor, number)
    return ticket, history(actor, ticket)


def _deeds(ticket: Ticket, events: Sequence[Event], wanted: Sequence[Event]) -> Sequence[Deed]:
    rulings = rulings_of(event.rule_version_id for event in wanted)
    now = facts_of(ticket)
    return [_deed(event, rulings, events, now) for event in wanted]


def _deed(event: Event, rulings: Mapping[int, Ruling], events: Sequence[Event], now: TicketFacts) -> Deed:
    ruling = rulings.get(event.rule_version_id or 0)
    if ruling is None or ruling.condition is None:
        return Deed(event, ruling, (), None)
    source = _asked_in(event, events)
    lines = lines_of(ruling.condition, _kept(source), now)
    return Deed(event, ruling, lines, source)


def _asked_in(event: Event, events: Sequence[Event]) -> Event | None:
    """The event that keeps what this version saw: this one, else the nearest before."""
    same = (one for one in reversed(events) if one.pk <= event.pk and SEEN in one.data)
    return next((one for one in same if one.rule_version_id == event.rule_version_id), None)


def _kept(event: Event | None) -> Mapping[str, Fact]:
    kept = event.data[SEEN] if event is not None else {}
    return seeing.facts_of(kept, kinds(), spell) if isinstance(kept, Mapping) else {}
