"""What else is open of a ticket's client: the last few, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from otklik.core.prepared import Build, Prepared, Rows
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


_OPEN = Prepared(OpenTicket)


def open_of_contact(actor: Actor, ticket: Ticket) -> OpenOf:
    """Other open tickets of the contact that the actor may see. One query, none without a contact."""
    if ticket.contact_id is None:
        return OpenOf()

    def build(agent_id: int, ticket_id: int, contact_id: int) -> Rows:
        return _lines(replace(actor, agent_id=agent_id), ticket_id, contact_id=contact_id)

    return _of(actor, ticket, "contact", build, ticket.contact_id)


def open_of_company(actor: Actor, ticket: Ticket) -> OpenOf:
    """The same of the ticket's company, without those of the contact. One query, none without a company."""
    if ticket.company_id is None:
        return OpenOf()

    def build(agent_id: int, ticket_id: int, company_id: int, contact_id: int) -> Rows:
        like = replace(actor, agent_id=agent_id)
        return _lines(like, ticket_id, but=contact_id, company_id=company_id)

    return _of(actor, ticket, "company", build, ticket.company_id, ticket.contact_id or 0)


def _lines(actor: Actor, ticket_id: int, *, but: int | None = None, **whose: int) -> Rows:
    tickets = visible_to(actor).filter(is_open=True, **whose).exclude(pk=ticket_id)
    if but is not None:
        tickets = tickets.exclude(contact_id=but)
    return tickets.order_by("-updated_at", "-pk").values_list(*OpenTicket._fields)[: COUNTED + 1]


def _of(actor: Actor, ticket: Ticket, side: str, build: Build, *whose: int) -> OpenOf:
    shape = (side, actor.team_ids, actor.has(VIEW_ALL))
    rows = _OPEN.rows(build, actor.agent_id or 0, ticket.pk, *whose, shape=shape)
    return OpenOf(rows[:SHOWN], min(len(rows), COUNTED), len(rows) > COUNTED)
