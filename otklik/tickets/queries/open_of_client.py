"""What else is open of a ticket's client: the last few, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import IntegerField, QuerySet, Value

from otklik.core.prepared import Prepared, Rows
from otklik.people.actor import Actor
from otklik.tickets.access import VIEW_ALL, visible_to
from otklik.tickets.models import Ticket

SHOWN, COUNTED = 3, 50


class OpenTicket(NamedTuple):
    """An open ticket in one line."""

    number: str
    subject: str
    status_id: int
    updated_at: datetime


@dataclass(frozen=True)
class OpenOf:
    """The last few that changed; `number` is exact up to `COUNTED`, beyond it `has_more`."""

    rows: Sequence[OpenTicket] = ()
    number: int = 0
    has_more: bool = False

    @property
    def said(self) -> str:
        """`50+` where there are more than are counted."""
        return f"{self.number}+" if self.has_more else str(self.number)


Both = tuple[OpenOf, OpenOf]
_Line = tuple[int, OpenTicket]
_OPEN: Prepared[_Line] = Prepared(lambda side, *row: (side, OpenTicket(*row)))
_CONTACT, _COMPANY = 0, 1


def open_of_client(actor: Actor, ticket: Ticket) -> Both:
    """Other open tickets that the actor may see: of the contact, and of the company without those of the
    contact. One query, none for a ticket without either."""
    contact_id, company_id = ticket.contact_id or 0, ticket.company_id or 0
    if not (contact_id or company_id):
        return OpenOf(), OpenOf()

    def build(agent_id: int, ticket_id: int, contact_id: int, company_id: int) -> list[Rows]:
        like = replace(actor, agent_id=agent_id)
        others = visible_to(like).filter(is_open=True).exclude(pk=ticket_id)
        of_company = others.exclude(contact_id=contact_id).filter(company_id=company_id)
        return [
            *([_lines(_CONTACT, others.filter(contact_id=contact_id))] if ticket.contact_id else []),
            *([_lines(_COMPANY, of_company)] if ticket.company_id else []),
        ]

    shape = (bool(contact_id), bool(company_id), actor.team_ids, actor.has(VIEW_ALL))
    found = _OPEN.rows(build, actor.agent_id or 0, ticket.pk, contact_id, company_id, shape=shape)
    return _of(_CONTACT, found), _of(_COMPANY, found)


def _lines(side: int, tickets: QuerySet[Ticket]) -> Rows:
    newest = tickets.order_by("-updated_at", "-pk")
    return newest.values_list(Value(side, IntegerField()), *OpenTicket._fields)[: COUNTED + 1]


def _of(side: int, found: Sequence[_Line]) -> OpenOf:
    rows = [row for one, row in found if one == side]
    return OpenOf(rows[:SHOWN], min(len(rows), COUNTED), len(rows) > COUNTED)
