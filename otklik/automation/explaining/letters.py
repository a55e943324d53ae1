"""Why was this mail sent, why was it not? Every letter about a ticket's events, with the rule behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.automation.explaining.rulings import Ruling, rulings_of
from otklik.core.errors import NotFound
from otklik.core.models import Event
from otklik.notifications.as_then import later_than
from otklik.notifications.capping import PER_ADDRESS, PER_TICKET
from otklik.notifications.events import CONFIRMATION_WITHHELD, LETTER_WITHHELD, NOTICE_GIVEN
from otklik.notifications.models import Delivery
from otklik.notifications.recipients import COMPANY_COPIES, TELL_DOER
from otklik.notifications.rules import ANNOUNCED, RULES
from otklik.notifications.rules import SILENT as SWITCHED_OFF
from otklik.notifications.silence import SILENT
from otklik.notifications.untold import Line, Then, lines_about
from otklik.organisation.past import PastSettings, settings_since
from otklik.people.actor import Actor
from otklik.tickets.access import get_ticket_for
from otklik.tickets.events import REPLY_AUTOMATED, TICKET_REGISTERED
from otklik.tickets.models import Ticket
from otklik.tickets.queries import history

MOST = 20
"""Events that are told of at once, the newest."""
_DECIDE = frozenset(
    one.key for one in (SWITCHED_OFF, ANNOUNCED, TELL_DOER, COMPANY_COPIES, PER_TICKET, PER_ADDRESS)
)
"""Settings that say who is written to."""
_FIRED = "trigger.fired"
_TOLD = frozenset({rule.event for rule in RULES} | {NOTICE_GIVEN.name})
_RULED = frozenset({NOTICE_GIVEN.name, REPLY_AUTOMATED.name})
_WITHHELD = frozenset({CONFIRMATION_WITHHELD.name, LETTER_WITHHELD.name})


@dataclass(frozen=True)
class Letters:
    """The letters about one event: those that were written, and what kept the others. `rulings`: the rule
    that wrote them, or those that kept some back. `set_since`: when settings that decide about letters were
    changed afterwards; the lines are by those of then."""

    event: Event
    lines: Sequence[Line]
    rulings: Sequence[Ruling]
    set_since: datetime | None = None


def letters_of(actor: Actor, number: str, message: int | None = None) -> tuple[Ticket, Sequence[Letters]]:
    """Every letter about a ticket, the newest events first. For employees who see it, else `NotFound`.

    `message`: of the events that brought this message alone. What kept a letter is worked out from what the
    event says, and from people and settings as they were.
    """
    if not (actor.is_agent or actor.is_system):
        raise NotFound
    ticket = get_ticket_for(actor, number)
    every = history(actor, ticket)
    wanted = [event for event in every if event.kind in _TOLD and _is_about(event, message)][-MOST:][::-1]
    by_event: dict[int, list[Delivery]] = {}
    for one in Delivery.objects.filter(event_id__in=[event.pk for event in wanted]).order_by("pk"):
        by_event.setdefault(one.event_id, []).append(one)
    past = settings_since(wanted[-1].pk if wanted else 0)
    found = [(event, _lines(event, ticket, by_event.get(event.pk, ()), every, past)) for event in wanted]
    rulings = rulings_of(version for event, _lines in found for version in _versions(event, every))
    return ticket, [
        Letters(event, lines, _rulings(event, every, rulings), past.last_changed(event, _DECIDE))
        for event, lines in found
        if lines
    ]


def _is_about(event: Event, message: int | None) -> bool:
    return message is None or event.data.get("message") == message


def _lines(
    event: Event,
    ticket: Ticket,
    deliveries: Sequence[Delivery],
    every: Sequence[Event],
    past: PastSettings,
) -> Sequence[Line]:
    withheld = any(one.kind in _WITHHELD and one.cause_id == event.pk for one in every)
    registration = next((one.pk for one in every if one.kind == TICKET_REGISTERED.name), 0)
    later = later_than(event, every)
    return lines_about(event, ticket, Then(deliveries, withheld, registration, later, past.at(event)))


def _versions(event: Event, every: Sequence[Event]) -> Sequence[int]:
    """The rule that wrote, and those that were done on a silenced event."""
    own = [event.rule_version_id] if event.kind in _RULED and event.rule_version_id is not None else []
    if not event.data.get(SILENT):
        return own
    fired = (one for one in every if one.kind == _FIRED and one.cause_id == event.pk)
    return [*own, *(one.rule_version_id for one in fired if one.rule_version_id is not None)]


def _rulings(event: Event, every: Sequence[Event], known: Mapping[int, Ruling]) -> Sequence[Ruling]:
    found = [(version, known[version]) for version in _versions(event, every) if version in known]
    return [one for version, one in found if version == event.rule_version_id or _hushes(one)]


def _hushes(ruling: Ruling) -> bool:
    steps = ruling.version.body.get("actions")
    return isinstance(steps, list) and any(isinstance(one, dict) and one.get("do") == "hush" for one in steps)
