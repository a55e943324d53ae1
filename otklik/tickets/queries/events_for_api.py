"""A ticket's history as the REST API answers with it: every reference as a uid or a code.

Events keep row ids; they leave the installation translated, and only fields and facts that are known here
leave it at all. A client reads public events: what became of the status, who wrote, until when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from otklik.catalogue.queries import catalogue
from otklik.clients.models import Company, Contact
from otklik.core.actors import ActorKind
from otklik.core.cursors import Sorted, page_of
from otklik.core.events import Audience
from otklik.core.models import Event
from otklik.core.paging import Order, Page
from otklik.fields.queries import cell, seen_by
from otklik.fields.values import Value as FieldValue
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.custom import TICKET
from otklik.tickets.models import Message, Ticket

OLDEST = Sorted((Order("id"),), (int,))
Outside = str | int | bool | list[str] | None
"""What leaves the installation: text, numbers, uids, codes."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did it: an agent's or a contact's uid and name; only the kind for the system and outsiders."""

    kind: str
    uid: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field from one value to another."""

    field: str
    before: Outside
    after: Outside


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """A line of the history."""

    id: int
    uid: UUID
    kind: str
    at: datetime
    via: str
    audience: str
    doer: Doer
    changes: Sequence[FieldChange]
    facts: Mapping[str, Outside]


@dataclass(frozen=True)
class _Names:
    """Row ids of one page of events → what they are called outside."""

    contacts: Mapping[int, tuple[str, str]]
    companies: Mapping[int, str]
    messages: Mapping[int, str]


def events_for_api(actor: Actor, ticket: Ticket, *, after: str, limit: int) -> Page[HistoryEvent]:
    """A page of the history, oldest first: one query for the events, one each for what they name."""
    events = Event.objects.filter(ticket_id=ticket.pk)
    if actor.is_agent or actor.is_system:
        events = events.exclude(audience=Audience.ADMIN)
    else:
        events = events.filter(audience=Audience.PUBLIC)
    if after:
        events = events.filter(OLDEST.behind(after))
    page = page_of(list(events.order_by("id")[: limit + 1]), OLDEST, limit)
    names = _names(actor, page.rows)
    return Page([_event(actor, event, names) for event in page.rows], page.after)


def _event(actor: Actor, event: Event, names: _Names) -> HistoryEvent:
    staff_reads = actor.is_agent or actor.is_system
    fields, facts = (_FIELDS, _FACTS) if staff_reads else (_PUBLIC_FIELDS, _PUBLIC_FACTS)
    return HistoryEvent(
        id=event.pk,
        uid=event.uid,
        kind=event.kind,
        at=event.at,
        via=event.via,
        audience=event.audience,
        doer=_doer(event, names),
        changes=_changes(actor, event, fields, names),
        facts={name: facts[name](event.data[name], names) for name in facts if name in event.data},
    )


def _changes(actor: Actor, event: Event, fields: Mapping[str, Translate], names: _Names) -> list[FieldChange]:
    """What is told of what changed; of custom fields the actor may not see, nothing."""
    seen = {one.form_name for one in seen_by(actor, TICKET.kind)}
    told = dict.fromkeys(seen, _custom) | dict(fields)
    return [_change(row, told, names) for row in event.changes if row["field"] in told]


def _change(row: Mapping[str, object], fields: Mapping[str, Translate], names: _Names) -> FieldChange:
    name = str(row["field"])
    return FieldChange(name, fields[name](row["from"], names), fields[name](row["to"], names))


def _doer(event: Event, names: _Names) -> Doer:
    doer_id = event.actor_id or 0
    if event.actor_kind == ActorKind.AGENT and doer_id in staff().agents:
        agent = staff().agents[doer_id]
        return Doer(event.actor_kind, agent.uid, agent.name)
    if event.actor_kind == ActorKind.CONTACT and doer_id in names.contacts:
        return Doer(event.actor_kind, *names.contacts[doer_id])
    return Doer(event.actor_kind)


def _names(actor: Actor, events: Sequence[Event]) -> _Names:
    doers = {event.actor_id or 0 for event in events if event.actor_kind == ActorKind.CONTACT}
    contacts = doers | _mentioned(events, "contact")
    found = Contact.objects.filter(pk__in=contacts).values_list("pk", "uid", "name")
    companies = Company.objects.filter(pk__in=_mentioned(events, "company")).values_list("pk", "uid")
    told = (event.data.get(fact) for event in events for fact in ("message", "note"))
    said = {pk for pk in told if isinstance(pk, int)}
    messages = Message.objects.filter(pk__in=said)
    if not (actor.is_agent or actor.is_system):
        messages = messages.filter(public=True, released_at__isnull=False)
    return _Names(
        contacts={pk: (str(uid), name) for pk, uid, name in found},
        companies={pk: str(uid) for pk, uid in companies},
        messages={pk: str(uid) for pk, uid in messages.values_list("pk", "uid")},
    )


def _mentioned(events: Iterable[Event], field: str) -> set[int]:
    values = (
        value
        for event in events
        for change in event.changes
        if change["field"] == field
        for value in (change["from"], change["to"])
    )
    return {value for value in values if isinstance(value, int)}


Translate = Callable[[object, _Names], Outside]


def _plain(value: object, _held: _Names) -> Outside:
    return value if isinstance(value, str | int | bool) else None


def _custom(value: object, _held: _Names) -> Outside:
    """Several codes as a list, all else as a table writes it."""
    if isinstance(value, list):
        return [str(code) for code in value]
    return value if isinstance(value, bool) else cell(cast("FieldValue", value)) or None


def _hidden(_value: object, _held: _Names) -> Outside:
    """That it changed is told, the values are personal."""
    return None


def _team(value: object, _held: _Names) -> Outside:
    found = staff().teams.get(value) if isinstance(value, int) else None
    return found.code if found else None


def _agent(value: object, _held: _Names) -> Outside:
    found = staff().agents.get(value) if isinstance(value, int) else None
    return found.uid if found else None


def _agents(value: object, held: _Names) -> Outside:
    uids = [_agent(item, held) for item in value] if isinstance(value, list) else []
    return [uid for uid in uids if isinstance(uid, str)]


def _observer(value: object, held: _Names) -> Outside:
    kind, _colon, number = str(value or "").partition(":")
    if not number.isdigit():
        return None
    return _agent(int(number), held) if kind == "agent" else _team(int(number), held)


def _priority(value: object, _held: _Names) -> Outside:
    found = catalogue().priorities.get(value) if isinstance(value, int) else None
    return found.code if found else None


def _service(value: object, _held: _Names) -> Outside:
    found = catalogue().services.get(value) if isinstance(value, int) else None
    return found.code if found else None


def _type(value: object, _held: _Names) -> Outside:
    found = catalogue().types.get(value) if isinstance(value, int) else None
    return found.code if found else None


def _categories(value: object, _held: _Names) -> Outside:
    known = catalogue().categories
    return [known[item].code for item in value if item in known] if isinstance(value, list) else []


def _contact(value: object, held: _Names) -> Outside:
    return held.contacts[value][0] if isinstance(value, int) and value in held.contacts else None


def _company(value: object, held: _Names) -> Outside:
    return held.companies.get(value) if isinstance(value, int) else None


def _message(value: object, held: _Names) -> Outside:
    return held.messages.get(value) if isinstance(value, int) else None


_PUBLIC_FIELDS: Mapping[str, Translate] = {"status": _plain, "rating": _plain}
_FIELDS: Mapping[str, Translate] = {
    **_PUBLIC_FIELDS,
    "subject": _plain,
    "due_at": _plain,
    "react_by": _plain,
    "team": _team,
    "assignee": _agent,
    "observer": _observer,
    "priority": _priority,
    "service": _service,
    "type": _type,
    "categories": _categories,
    "contact": _contact,
    "company": _company,
    "contact_phone": _hidden,
}
_PUBLIC_FACTS: Mapping[str, Translate] = {
    "message": _message,
    "until": _plain,
    "by": _plain,
    "withdrawn": _plain,
    "outcome": _plain,
}
_FACTS: Mapping[str, Translate] = {
    **_PUBLIC_FACTS,
    "why": _plain,
    "mentions": _agents,
    "automatic": _plain,
    "status": _plain,
    "note": _message,
}
