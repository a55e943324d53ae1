"""What a rule that answers an event can ask about it: who acted, what changed, what it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import catalogue
from otklik.core import stems
from otklik.core.actors import ActorKind
from otklik.core.configuring.kinds import Label, Option
from otklik.core.models import Event
from otklik.fields.queries import fields_of
from otklik.people.queries import staff
from otklik.rules import ticket_fields
from otklik.rules.conditions import Fact, Kind, phrase
from otklik.rules.facts import TicketFacts
from otklik.rules.registry import RuleField, declare, declared, provide
from otklik.rules.standing_fields import statuses
from otklik.tickets.custom import TICKET
from otklik.tickets.models import MessageBody

_EVENT, _BEFORE = _("What happened"), _("What it was before")
_ACTORS: Mapping[str, Label] = {
    ActorKind.AGENT: _("an employee"),
    ActorKind.CONTACT: _("the client"),
    ActorKind.SENDER: _("an unknown sender"),
    ActorKind.SYSTEM: _("Otklik itself"),
}
_PROMISES: Mapping[str, Label] = {
    "reaction": _("the first answer"),
    "resolution": _("the solution"),
    "answer": _("the answer to a later message"),
}
_FIELDS: Mapping[str, Label] = {
    "status": _("Status"),
    "stage": _("Stage"),
    "priority": _("Priority"),
    "team": _("Team"),
    "assignee": _("Assignee"),
    "type": _("Type"),
    "service": _("Service"),
    "categories": _("Categories"),
    "subject": _("Subject"),
    "contact": _("Contact"),
    "company": _("Company"),
    "site": _("Site"),
    "asset": _("Equipment"),
    "contract": _("Contract"),
    "rating": _("Rating"),
    "due_at": _("Deadline"),
}


def _named(words: Mapping[str, Label]) -> Callable[[], Sequence[Option]]:
    return lambda: [Option(str(key), str(label)) for key, label in words.items()]


def _changeable() -> Sequence[Option]:
    own = [Option(info.form_name, str(info.name), info.hidden) for info in fields_of(TICKET.kind)]
    return [*_named(_FIELDS)(), *own]


def _of(read: Callable[[Event], Fact]) -> Callable[[TicketFacts], Fact]:
    """A fact of the event; nothing where a ticket is asked about without one."""
    return lambda facts: read(facts.event) if facts.event is not None else None


def _actor(event: Event) -> Fact:
    return event.actor_kind


def _employee(event: Event) -> Fact:
    agent = staff().agents.get(event.actor_id or 0) if event.actor_kind == ActorKind.AGENT else None
    return agent.uid if agent else None


def _changed(event: Event) -> Fact:
    return frozenset(str(change["field"]) for change in event.changes)


def _promise(event: Event) -> Fact:
    kind = event.data.get("kind")
    return str(kind) if event.kind.startswith("sla.") else None


def _share(event: Event) -> Fact:
    percent = event.data.get("percent")
    return percent if isinstance(percent, int) and event.kind.startswith("sla.") else None


def _words(event: Event) -> Fact:
    """Of the message the event brought: one question, when a rule asks for it."""
    bodies = MessageBody.objects.filter(message_id=event.data.get("message") or 0)
    return phrase(stems.stems(bodies.values_list("text", flat=True).first() or "")) or None


def _was(field: str, told: Callable[[object], Fact]) -> Callable[[TicketFacts], Fact]:
    """What a field was before the event changed it; nothing where it did not."""

    def read(event: Event) -> Fact:
        change = next((one for one in event.changes if one["field"] == field), None)
        return told(change["from"]) if change is not None else None

    return _of(read)


def _code(rows: Callable[[], Mapping[int, object]], attribute: str = "code") -> Callable[[object], Fact]:
    def told(value: object) -> Fact:
        row = rows().get(value) if isinstance(value, int) else None
        return str(getattr(row, attribute)) if row is not None else None

    return told


def _plain(value: object) -> Fact:
    if isinstance(value, list):
        return frozenset(str(one) for one in value)
    return value if isinstance(value, str | bool) else None


_BEFORES: Mapping[str, Callable[[object], Fact]] = {
    "status": _plain,
    "priority": _code(lambda: catalogue().priorities),
    "team": _code(lambda: staff().teams),
    "assignee": _code(lambda: staff().agents, "uid"),
    "type": _code(lambda: catalogue().types),
    "service": _code(lambda: catalogue().services),
}


def _before(key: str, label: Label, kind: Kind, options: Callable[[], Sequence[Option]] | None) -> RuleField:
    """The twin of a field that says what it was."""
    told = _BEFORES.get(key, _plain)
    named = lazy(lambda: gettext("%(field)s before") % {"field": label}, str)()
    return RuleField(f"was_{key}", named, kind, _was(key, told), _BEFORE, options, needs_event=True)


def _befores() -> Iterator[RuleField]:
    """Of what is chosen from a list."""
    known = declared()
    yield _before("status", _FIELDS["status"], Kind.CHOICE, statuses)
    for key in ("priority", "team", "assignee", "type", "service"):
        yield _before(key, known[key].label, Kind.CHOICE, known[key].options)
    for own in ticket_fields.custom():
        if own.kind in (Kind.WORDS, Kind.NUMBER):
            continue
        yield _before(own.key, own.label, own.kind, own.options)


declare(
    RuleField("actor", _("Who acted"), Kind.CHOICE, _of(_actor), _EVENT, _named(_ACTORS), needs_event=True),
    RuleField(
        "employee",
        _("Which employee acted"),
        Kind.CHOICE,
        _of(_employee),
        _EVENT,
        ticket_fields.agents,
        needs_event=True,
    ),
    RuleField(
        "changed", _("What changed"), Kind.LABELS, _of(_changed), _EVENT, _changeable, needs_event=True
    ),
    RuleField("message", _("Words of this message"), Kind.WORDS, _of(_words), _EVENT, needs_event=True),
    RuleField(
        "promise",
        _("Which promise"),
        Kind.CHOICE,
        _of(_promise),
        _EVENT,
        _named(_PROMISES),
        needs_event=True,
    ),
    RuleField(
        "share",
        _("Share of the promised time used"),
        Kind.NUMBER,
        _of(_share),
        _EVENT,
        unit="%",
        needs_event=True,
    ),
)
provide(_befores)
