"""A client's requests: newest change first, own or the whole company's, open ones apart from closed ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.core.cursors import page_of
from otklik.core.ids import read_uid
from otklik.core.models import Event
from otklik.core.paging import Page
from otklik.core.prepared import Prepared, Rows, filled
from otklik.people.actor import Actor
from otklik.tickets.access import (
    company_of,
    internal_types,
    own_of,
    require_others,
    scoped,
    scopes_of,
    shape_of,
)
from otklik.tickets.enums import State, Turn
from otklik.tickets.events import TICKET_RESOLVED
from otklik.tickets.models import Ticket
from otklik.tickets.queries.listing import ORDERS

PAGE = 30
COLUMNS = (
    "id",
    "number",
    "subject",
    "status_id",
    "state",
    "turn",
    "service_id",
    "assignee_id",
    "contact_id",
    "contact_name",
    "created_at",
    "updated_at",
    "resolved_at",
    "closed_at",
    "closes_at",
    "postponed_until",
    "rating",
    "last_author",
    "last_by_client",
    "last_message_id",
    "last_public_id",
    "is_open",
)
ORDER = ORDERS["updated"]
_UNCONFIRMED = Q(is_open=True) | Q(state=State.RESOLVED)
"""What still needs somebody: done work the client has not confirmed belongs to it."""


class RequestRow(NamedTuple):
    """One request as a client's list needs it: `COLUMNS`, in their order.

    Ids of small tables are resolved by whoever renders.
    """

    id: int
    number: str
    subject: str
    status_id: int
    state: str
    turn: str
    service_id: int | None
    assignee_id: int | None
    contact_id: int | None
    contact_name: str
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    closes_at: datetime | None
    postponed_until: datetime | None
    rating: int | None
    last_author: str
    last_by_client: bool
    last_message_id: int | None
    last_public_id: int | None
    is_open: bool

    @property
    def waits_for_client(self) -> bool:
        """The client's move: a question to them, or done work to confirm."""
        return self.turn == Turn.CLIENT


@dataclass(frozen=True, slots=True)
class _End:
    """A ticket was called done: by whom."""

    ticket: int
    actor_kind: str
    actor: int | None
    via: str
    data: Mapping[str, object]


_BEGINNINGS = Prepared(RequestRow)
_ENDS = Prepared(_End)


@dataclass(frozen=True)
class Asked:
    """Which requests: `own` or the company's; `closed`, open or (None) both; narrowed; `only` these ids."""

    own: bool = True
    closed: bool | None = False
    services: Sequence[int] | None = None
    contact: str = ""
    company: str = ""
    since: datetime | None = None
    only: Sequence[int] | None = None
    after: str = ""
    limit: int = field(default=PAGE)


def requests_page(actor: Actor, asked: Asked) -> Page[RequestRow]:
    """A page of a client's requests, in one query whatever their number; `NotFound` without the right to the
    company's."""
    is_plain = asked == Asked(own=asked.own, closed=asked.closed, limit=asked.limit)
    if is_plain and actor.is_contact and actor.only_ticket is None:
        return page_of(_beginning(actor, asked), ORDER, asked.limit)
    tickets = _asked(actor, asked)
    if asked.after:
        tickets = tickets.filter(ORDER.behind(asked.after))
    rows = tickets.order_by(*ORDER.expressions).values(*COLUMNS)[: asked.limit + 1]
    return page_of([RequestRow(**row) for row in rows], ORDER, asked.limit)


def waiting_for(actor: Actor) -> int:
    """How many of the client's own requests do not move on without them; done work may stay unanswered."""
    return own_of(actor).filter(is_open=True, turn=Turn.CLIENT).count()


def done_by_client(ticket: Ticket) -> ActorRef | None:
    """The client who called it done themselves, as it stands; None where we did, or nobody."""
    return who_called_done([ticket]).get(ticket.pk)


def who_called_done(rows: Iterable[Ticket | RequestRow]) -> Mapping[int, ActorRef]:
    """By ticket: the client who called it done. Of rows the reader was given; asked of the history, in one
    query, only where it can be."""
    can_be = [row.id for row in rows if row.state == State.RESOLVED and row.last_by_client]
    if not can_be:
        return {}
    ids = filled(can_be)
    last = {end.ticket: end for end in _ENDS.rows(_ends, *ids, shape=len(ids))}
    return {
        pk: ActorRef(ActorKind(end.actor_kind), end.actor, Via(end.via))
        for pk, end in last.items()
        if end.data.get("by") == "client"
    }


def _ends(*tickets: int) -> Rows:
    ends = Event.objects.filter(ticket_id__in=tickets, kind=TICKET_RESOLVED.name).order_by("id")
    return ends.values_list("ticket_id", "actor_kind", "actor_id", "via", "data")


def recent_services(actor: Actor, limit: int = 5) -> Sequence[RequestRow]:
    """The client's own last requests of different services, the newest first: what they may ask again."""
    rows = own_of(actor).filter(service__isnull=False, initiator_contact_id=actor.contact_id)
    newest = rows.order_by("-updated_at", "-id").values(*COLUMNS)[: limit * 4]
    found: dict[int | None, RequestRow] = {}
    for row in newest:
        found.setdefault(row["service_id"], RequestRow(**row))
    return list(found.values())[:limit]


def _beginning(actor: Actor, asked: Asked) -> list[RequestRow]:
    """The first page with nothing narrowed: what nearly everybody looks at."""
    if not asked.own:
        require_others(actor)

    def build(contact_id: int, *scopes: int) -> Rows:
        like = scoped(replace(actor, contact_id=contact_id), scopes)
        rows = _asked(like, asked).order_by(*ORDER.expressions)
        return rows.values_list(*COLUMNS)[: asked.limit + 1]

    scopes = () if asked.own else scopes_of(actor)
    shape = (asked.own, asked.closed, asked.limit, shape_of(actor), internal_types())
    return _BEGINNINGS.rows(build, actor.contact_id or 0, *scopes, shape=shape)


def _asked(actor: Actor, asked: Asked) -> QuerySet[Ticket]:
    tickets = own_of(actor) if asked.own else company_of(actor)
    if asked.closed is not None:
        tickets = tickets.filter(state=State.CLOSED) if asked.closed else tickets.filter(_UNCONFIRMED)
    if asked.services is not None:
        tickets = tickets.filter(service_id__in=list(asked.services))
    if asked.contact:
        tickets = tickets.filter(contact__uid=read_uid(asked.contact))
    if asked.company:
        tickets = tickets.filter(company__uid=read_uid(asked.company))
    if asked.since is not None:
        tickets = tickets.filter(created_at__gte=asked.since)
    if asked.only is not None:
        tickets = tickets.filter(pk__in=list(asked.only))
    return tickets
