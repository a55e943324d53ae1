"""Tickets as the REST API answers with them: rows with every field, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db.models import Q

from otklik.catalogue.models import Category
from otklik.clients.models import Company, Contact
from otklik.core.cursors import Sorted, page_of
from otklik.core.paging import Order, Page
from otklik.fields.values import Custom
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.tickets.enums import OPEN_STATES
from otklik.tickets.models import Link, Observer, Ticket, TicketCategory
from otklik.tickets.queries.filtering import Filters, condition
from otklik.tickets.queries.views import VIEWS


def _by(column: str, *, descending: bool) -> Sorted:
    return Sorted((Order(column, descending), Order("id", descending)), (datetime, int))


ORDERS = {
    "created": _by("created_at", descending=False),
    "-created": _by("created_at", descending=True),
    "updated": _by("updated_at", descending=False),
    "-updated": _by("updated_at", descending=True),
}
NEWEST = "-created"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket. Ids of small tables are resolved by whoever answers; they never leave the installation."""

    id: int
    uid: UUID
    number: str
    subject: str
    status_id: int
    turn: str
    turn_since: datetime
    stage_id: int | None
    type_id: int | None
    service_id: int | None
    priority_id: int
    team_id: int | None
    assignee_id: int | None
    account_id: int | None
    brand_id: int
    via: str
    language: str
    contact__uid: UUID | None
    contact__name: str | None
    contact_name: str
    contact_email: str
    contact_phone: str
    company__uid: UUID | None
    company__name: str | None
    site__uid: UUID | None
    site__name: str | None
    asset__uid: UUID | None
    asset__name: str | None
    contract__uid: UUID | None
    contract__number: str | None
    initiator_agent_id: int | None
    initiator_contact__uid: UUID | None
    initiator_contact__name: str | None
    processing_by_id: int | None
    processing_since: datetime | None
    processed_at: datetime | None
    due_at: datetime | None
    react_by: datetime | None
    postponed_until: datetime | None
    postponed_why: str
    closes_at: datetime | None
    remind_at: datetime | None
    outcome: str | None
    rating: int | None
    complaint_at: datetime | None
    review_since: datetime | None
    created_at: datetime
    updated_at: datetime
    first_reply_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    reopened: int
    messages: int
    files: int
    preview: str
    last_author: str
    last_by_client: bool
    version: int
    custom: Custom | None
    category_ids: Sequence[int] = ()


_COLUMNS = [column.name for column in fields(TicketRow) if column.name != "category_ids"]
_OWN = [name for name in _COLUMNS if "__" not in name]


@dataclass(frozen=True)
class Wanted:
    """Which tickets: a view, codes and uids (`filtering`), states, moments, one number."""

    view: str = ""
    filters: Filters = field(default_factory=Filters)
    states: Sequence[str] = ()
    number: str = ""
    created_since: datetime | None = None
    updated_since: datetime | None = None
    sort: str = NEWEST


@dataclass(frozen=True)
class Surroundings:
    """What stands around one ticket: linked tickets the actor may see, and who follows it."""

    links: Sequence[tuple[str, bool, str]]
    observers: Sequence[tuple[int | None, int | None]]


def tickets_for_api(actor: Actor, wanted: Wanted, *, after: str, limit: int) -> Page[TicketRow]:
    """A page of the tickets the actor may see: two queries (rows, labels) for one row and for a hundred."""
    order = ORDERS[wanted.sort]
    tickets = visible_to(actor).filter(_where(actor, wanted))
    if after:
        tickets = tickets.filter(order.behind(after))
    rows = tickets.order_by(*order.expressions).values_list(*_COLUMNS)[: limit + 1]
    return page_of(_with_labels([TicketRow(*row) for row in rows]), order, limit)


def ticket_for_api(ticket: Ticket) -> TicketRow:
    """The row of one ticket the actor was given by `access`, as it is now: two queries.

    Takes no actor: after a command the actor may have handed the ticket out of their own sight, and is
    still told how it stands.
    """
    row = Ticket.objects.values_list(*_COLUMNS).get(pk=ticket.pk)
    return _with_labels([TicketRow(*row)])[0]


def registered_for_api(
    ticket: Ticket, contact: Contact | None, company: Company | None, categories: Sequence[Category]
) -> TicketRow:
    """The row of a ticket that `register` has just returned, of what is at hand: no query.

    The initiator is left to `initiator_agent_id`: a contact who registered is not shown that.
    """
    own = dict(zip(_OWN, attrgetter(*_OWN)(ticket), strict=True))
    return TicketRow(
        **own,
        contact__uid=contact.uid if contact else None,
        contact__name=contact.name if contact else None,
        company__uid=company.uid if company else None,
        company__name=company.name if company else None,
        site__uid=ticket.site.uid if ticket.site else None,
        site__name=ticket.site.name if ticket.site else None,
        asset__uid=ticket.asset.uid if ticket.asset else None,
        asset__name=ticket.asset.name if ticket.asset else None,
        contract__uid=ticket.contract.uid if ticket.contract else None,
        contract__number=ticket.contract.number if ticket.contract else None,
        initiator_contact__uid=None,
        initiator_contact__name=None,
        category_ids=[category.pk for category in categories],
    )


def surroundings(actor: Actor, ticket: Ticket) -> Surroundings:
    """Links as (kind, whether this ticket is the source, the other's number) and observers as ids."""
    both = Link.objects.filter(Q(source=ticket) | Q(target=ticket)).order_by("id")
    found = list(both.values_list("source_id", "target_id", "kind"))
    others = [target if source == ticket.pk else source for source, target, _kind in found]
    numbers = dict(visible_to(actor).filter(pk__in=others).values_list("pk", "number")) if others else {}
    links = [
        (kind, source == ticket.pk, numbers[other])
        for (source, _target, kind), other in zip(found, others, strict=True)
        if other in numbers
    ]
    return Surroundings(links, observers_for_api(ticket))


def observers_for_api(ticket: Ticket) -> Sequence[tuple[int | None, int | None]]:
    """(agent, team) of everybody who follows the ticket, in the order they came; one of the two is set."""
    rows = Observer.objects.filter(ticket=ticket).order_by("id")
    return list(rows.values_list("agent_id", "team_id"))


def _where(actor: Actor, wanted: Wanted) -> Q:
    where = condition(actor, wanted.filters)
    if wanted.view:
        view = VIEWS[wanted.view]
        where &= view.condition(actor)
        if view.over_open:
            where &= Q(is_open=True)
    if wanted.states:
        where &= Q(state__in=wanted.states)
        if OPEN_STATES.issuperset(wanted.states):
            where &= Q(is_open=True)
    if wanted.number:
        where &= Q(number=wanted.number)
    if wanted.created_since:
        where &= Q(created_at__gte=wanted.created_since)
    if wanted.updated_since:
        where &= Q(updated_at__gte=wanted.updated_since)
    return where


def _with_labels(rows: Sequence[TicketRow]) -> list[TicketRow]:
    labels: dict[int, list[int]] = {}
    pairs = TicketCategory.objects.filter(ticket_id__in=[row.id for row in rows])
    for ticket_id, category_id in pairs.order_by("id").values_list("ticket_id", "category_id"):
        labels.setdefault(ticket_id, []).append(category_id)
    return [replace(row, category_ids=labels[row.id]) if row.id in labels else row for row in rows]
