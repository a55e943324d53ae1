"""Tickets as they were when they were registered, as far as rows tell: read in a fixed number of queries.

What events tell is put back: status, team, assignee, urgency, service, type, subject, client, place,
contract, categories, custom fields. What no event of a ticket tells is taken as it is now: what a company,
a piece of equipment or a service itself is like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from django.db.models import Min, Model

from otklik.catalogue.queries import catalogue
from otklik.clients.models import Asset, Company
from otklik.core.models import Event
from otklik.fields.queries import PREFIX
from otklik.rules.asof import as_of
from otklik.rules.conditions import Fact
from otklik.rules.facts import TicketFacts
from otklik.rules.matching import facts_of
from otklik.tickets.models import Message, MessageBody, Ticket, TicketCategory
from otklik.tickets.queries.workflow import workflow

REGISTERED = "ticket.registered"
COLUMNS = {
    "team": "team_id",
    "assignee": "assignee_id",
    "priority": "priority_id",
    "service": "service_id",
    "type": "type_id",
    "subject": "subject",
    "company": "company_id",
    "contact": "contact_id",
    "site": "site_id",
    "asset": "asset_id",
    "contract": "contract_id",
}
"""Fields of events and the columns they tell of."""
_UNTOLD = ("delivery.queued", "delivery.failed", "delivery.cancelled", "automation.stopped")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Past:
    """A ticket as it was registered: the row with its old values (never to be saved), the labels it had, the
    words of its first message. `unknown`: fields whose old value is not kept. `is_chosen`: a person named its
    team or employee."""

    ticket: Ticket
    categories: Sequence[int]
    text: str | None
    unknown: frozenset[str] = field(default_factory=frozenset)
    is_chosen: bool = False

    def facts(self) -> TicketFacts:
        """The facts of that moment."""
        found = facts_of(self.ticket, self.text)
        known = catalogue().categories
        labels: Fact = frozenset(known[pk].code for pk in self.categories if pk in known)
        found["categories"] = labels
        found.is_chosen = self.is_chosen
        return found


def pasts_of(tickets: Sequence[Ticket], *, with_text: bool) -> list[Past]:
    """The tickets (with company and asset) as they were registered. Five queries for any number of them, one
    more where tickets have changed companies or equipment since, two for the texts."""
    ids = [ticket.pk for ticket in tickets]
    registered = _registered(ids)
    changes = _changes(ids, registered)
    labels = labels_of(ids)
    texts = texts_of(ids, {pk: one.message for pk, one in registered.items()}) if with_text else {}
    found = []
    for one in tickets:
        past = _past(one, changes.get(one.pk, ()), labels.get(one.pk, []), texts.get(one.pk))
        known = registered.get(one.pk)
        chosen = bool(known and not known.why and (past.ticket.team_id or past.ticket.assignee_id))
        found.append(replace(past, is_chosen=chosen))
    _give(Company, [(one.ticket, "company") for one in found])
    _give(Asset, [(one.ticket, "asset") for one in found])
    return found


class _Registered(NamedTuple):
    """The event of a registration, its first message, and why the ticket is whose it is (empty: chosen)."""

    event: int
    message: int | None
    why: str


def _registered(ids: Sequence[int]) -> Mapping[int, _Registered]:
    """By ticket."""
    rows = Event.objects.filter(ticket_id__in=ids, kind=REGISTERED).values_list("ticket_id", "id", "data")
    return {
        pk or 0: _Registered(event, _int(data.get("message")), str(data.get("why") or ""))
        for pk, event, data in rows
    }


def _changes(
    ids: Sequence[int], registered: Mapping[int, _Registered]
) -> Mapping[int, list[Mapping[str, object]]]:
    """By ticket: what was changed after its registration, oldest first."""
    rows = Event.objects.filter(ticket_id__in=ids).exclude(kind__in=(REGISTERED, *_UNTOLD)).order_by("id")
    found: dict[int, list[Mapping[str, object]]] = {}
    for pk, event, changes in rows.values_list("ticket_id", "id", "changes"):
        known = registered.get(pk or 0)
        if changes and (known is None or event > known.event):
            found.setdefault(pk or 0, []).extend(changes)
    return found


def labels_of(ids: Sequence[int]) -> Mapping[int, list[int]]:
    """By ticket: its categories of now. One query."""
    found: dict[int, list[int]] = {}
    rows = TicketCategory.objects.filter(ticket_id__in=ids).order_by("id")
    for ticket, category in rows.values_list("ticket_id", "category_id"):
        found.setdefault(ticket, []).append(category)
    return found


def texts_of(ids: Sequence[int], first: Mapping[int, int | None]) -> Mapping[int, str]:
    """By ticket: the words of its first message; those `first` does not name are asked which it is."""
    messages = {pk: message for pk, message in first.items() if message is not None}
    rest = [pk for pk in ids if pk not in messages]
    if rest:
        rows = Message.objects.filter(ticket_id__in=rest).values("ticket_id").annotate(first=Min("id"))
        messages |= dict(rows.values_list("ticket_id", "first"))
    bodies = MessageBody.objects.filter(message_id__in=messages.values())
    words = dict(bodies.values_list("message_id", "text"))
    return {pk: words.get(message, "") for pk, message in messages.items()}


def _past(
    ticket: Ticket, since: Iterable[Mapping[str, object]], categories: Sequence[int], text: str | None
) -> Past:
    flow = workflow()
    now: dict[str, object] = {name: getattr(ticket, column) for name, column in COLUMNS.items()}
    now |= {"status": flow.statuses[ticket.status_id].code, "categories": list(categories)}
    given = list(since)
    own = {str(change["field"]) for change in given if str(change["field"]).startswith(PREFIX)}
    custom = dict(ticket.custom or {})
    then = as_of(now | {name: custom.get(name.removeprefix(PREFIX)) for name in own}, given)
    for name, column in COLUMNS.items():
        if getattr(ticket, column) != then.fields[name]:
            setattr(ticket, column, then.fields[name])
    ticket.custom = custom | {name.removeprefix(PREFIX): then.fields[name] for name in own}
    status = flow.by_code.get(str(then.fields["status"]))
    if status is not None:
        ticket.status_id, ticket.state = status.pk, status.state
    ticket.is_open, ticket.first_reply_at, ticket.last_by_client = True, None, True
    labels = then.fields["categories"]
    found = [pk for pk in labels if isinstance(pk, int)] if isinstance(labels, list) else []
    return Past(ticket, found, text, then.unknown)


def _give(model: type[Row], places: Sequence[tuple[Ticket, str]]) -> None:
    """Let tickets whose company or equipment was another one have its row; one query, mostly none."""
    moved = []
    for ticket, name in places:
        wanted, held = getattr(ticket, f"{name}_id"), ticket._state.fields_cache.get(name)
        if wanted != getattr(held, "pk", None):
            moved.append((ticket, name, wanted))
    rows = model._default_manager.in_bulk({wanted for _t, _n, wanted in moved if wanted}) if moved else {}
    for ticket, name, wanted in moved:
        setattr(ticket, name, rows.get(wanted))


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None
