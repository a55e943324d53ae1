"""Why somebody was not told of an event (NEW-1): each line of the table of notifications, and what kept it.

Who was told stands in deliveries. Why nobody was is worked out again, in the order in which `telling` asks,
from what the event keeps (a rule that silenced it, a machine's mail), from settings, team, assignee and
observers as later events say they were, and from what no event tells as it is now: clients, addresses, who
works in which team.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from otklik.core.actors import ActorKind, Via
from otklik.core.models import Event
from otklik.notifications.as_then import followers_then, ticket_then
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.models import Delivery
from otklik.notifications.recipients import Occasion, allowed
from otklik.notifications.rules import COMPANY, COPY, RULES, SILENT, STATUS_EVENTS, Rule, first_words
from otklik.notifications.silence import not_silenced
from otklik.notifications.telling import is_announced, is_clients_word, message_of, wanting
from otklik.organisation.settings import settings_were
from otklik.tickets.events import TICKET_ASSIGNED, TICKET_RESOLVED
from otklik.tickets.models import Ticket

_ANSWERS = frozenset({Letter.REPLY, Letter.CLARIFICATION, Letter.DONE})


class WhyNot(StrEnum):
    """What kept a letter."""

    IMPORTED = "imported"  # history that was told late
    AUTOMATIC = "automatic"  # a machine's message is told nobody
    WORKFLOW = "workflow"  # statuses were set up anew
    WITH_ANSWER = "with_answer"  # the answer's letter says it
    OWN_STATUS = "own_status"  # the client's own doing
    NOT_ANNOUNCED = "not_announced"  # a status clients are not told of (setting)
    REGISTRATION = "registration"  # the letter about the registration says it
    OFF = "off"  # this line of the table is switched off (setting)
    HUSHED = "hushed"  # a rule keeps it back
    NOBODY = "nobody"  # there is nobody to tell, or no address
    OWN = "own"  # their own doing (setting), or a mailbox of ours
    QUIET = "quiet"  # a machine's mail is not confirmed
    UNWANTED = "unwanted"  # the client has chosen not to get it
    ALREADY = "already"  # the same address got another letter about this
    TOO_MANY = "too_many"  # so many letters within the hour (setting)
    UNKNOWN = "unknown"  # nothing keeps it now: something has changed since


@dataclass(frozen=True)
class Line:
    """A line of the table for one event: the letter it wrote, or what kept it. `who`: who is told by it, as
    its switch calls them."""

    event: Event
    who: str
    delivery: Delivery | None
    why: WhyNot | None


@dataclass(frozen=True)
class Then:
    """What is known of an event: its own deliveries, `withheld`: it says itself that there were too many,
    `registration`: the event by which the ticket came, what happened to the ticket `later`, and settings that
    were changed since, as they were."""

    deliveries: Sequence[Delivery]
    withheld: bool
    registration: int
    later: Sequence[Event] = ()
    settings: Mapping[str, object] = field(default_factory=dict)


def lines_about(event: Event, ticket: Ticket, then: Then) -> list[Line]:
    """Everything the table says of an event. Reads as `tell` does, for lines that told nobody."""
    with settings_were(then.settings):
        return _lines(event, ticket_then(ticket, then.later), then)


def _lines(event: Event, ticket: Ticket, then: Then) -> list[Line]:
    rules = [rule for rule in RULES if rule.event == event.kind]
    if event.data.get("outgoing"):
        rules = [*first_words(), *(rule for rule in rules if rule.letter is not Letter.CONFIRMATION)]
    left = list(then.deliveries)
    followers = followers_then(ticket, then.later)
    occasion = Occasion(event, ticket, message_of(event), followers) if rules else None
    kept = _kept_whole(event, then.registration)
    found: list[Line] = []
    for rule in rules:
        own = [one for one in left if one.audience == rule.audience and _says(rule, one.letter)]
        left = [one for one in left if one not in own]
        found += [Line(event, rule.told, one, None) for one in own]
        if not own and occasion is not None:
            why = kept or _kept(rule, occasion, then.deliveries, withheld=then.withheld)
            found += [Line(event, rule.told, None, why)] if not _is_idle(rule, why) else []
    return [*found, *(Line(event, one.audience, one, None) for one in left)]


def _says(rule: Rule, letter: str) -> bool:
    return letter == rule.letter if isinstance(rule.letter, Letter) else letter in _ANSWERS


def _is_idle(rule: Rule, why: WhyNot) -> bool:
    """What concerns few tickets is told where it is about somebody."""
    return why is WhyNot.NOBODY and (rule.line in (COPY, COMPANY) or rule.audience is Audience.MENTION)


def _kept_whole(event: Event, registration: int) -> WhyNot | None:
    """Why nobody at all hears of the event, in the order `is_told` asks."""
    return next(_reasons(event, registration), None)


def _reasons(event: Event, registration: int) -> Iterator[WhyNot]:
    says = bool(event.data.get("message"))
    if event.via == Via.IMPORT:
        yield WhyNot.IMPORTED
    if event.data.get("automatic"):
        yield WhyNot.AUTOMATIC
    if event.data.get("by") == "workflow":
        yield WhyNot.WORKFLOW
    if event.kind == TICKET_ASSIGNED.name and event.cause_id == registration:
        yield WhyNot.REGISTRATION
    if event.kind == TICKET_RESOLVED.name and says and not is_clients_word(event):
        yield WhyNot.WITH_ANSWER
    if event.kind in STATUS_EVENTS and not is_announced(event):
        by_client = event.actor_kind in (ActorKind.CONTACT, ActorKind.SENDER)
        yield WhyNot.WITH_ANSWER if says else WhyNot.OWN_STATUS if by_client else WhyNot.NOT_ANNOUNCED


def _kept(rule: Rule, occasion: Occasion, told: Sequence[Delivery], *, withheld: bool) -> WhyNot:
    """What kept one line, in the order `tell` asks."""
    return next(_hindrances(rule, occasion, {one.address for one in told}, withheld=withheld), WhyNot.UNKNOWN)


def _hindrances(rule: Rule, occasion: Occasion, told: set[str], *, withheld: bool) -> Iterator[WhyNot]:
    event = occasion.event
    if rule.key in SILENT.get():
        yield WhyNot.OFF
    if not not_silenced(event, [rule]):
        yield WhyNot.HUSHED
    everybody = rule.who(occasion)
    group = allowed(occasion, everybody)
    if not group:
        yield WhyNot.OWN if everybody else WhyNot.NOBODY
    letter = rule.letter_for(occasion)
    if letter is Letter.CONFIRMATION and event.data.get("quiet"):
        yield WhyNot.QUIET
    if not wanting(occasion, letter, group):
        yield WhyNot.UNWANTED
    if all(who.address in told for who in group):
        yield WhyNot.ALREADY
    if withheld:
        yield WhyNot.TOO_MANY
