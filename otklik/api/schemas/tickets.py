"""Tickets as they go out: to staff with everything, to clients with what is theirs to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.custom_fields import FieldValues
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import (
    EXAMPLE_UID,
    Coded,
    Named,
    StatusRef,
    agent_ref,
    category_ref,
    named,
    priority_ref,
    service_ref,
    stage_ref,
    status_ref,
    team_ref,
    type_ref,
)
from otklik.catalogue.queries import catalogue
from otklik.clients.settings import ASSETS, CONTRACTS, SITES
from otklik.fields.queries import readable
from otklik.organisation.queries import brands
from otklik.people.actor import Actor
from otklik.tickets.custom import TICKET
from otklik.tickets.enums import Turn
from otklik.tickets.queries.tickets_for_api import Surroundings, TicketRow
from otklik.tickets.queries.workflow import workflow


class TicketForAll(BaseModel):
    """What everybody who may see the ticket reads of it."""

    number: str = Field(description=_("What people quote; addresses use it."), examples=["INC1042"])
    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    subject: str = Field(description=_("What it is about."), examples=["The printer does not print"])
    fields: FieldValues = Field(default_factory=dict)
    status: StatusRef
    type: Coded | None = None
    service: Coded | None = None
    priority: Coded
    contact: Named | None = Field(default=None, description=_("Whom it is for."))
    company: Named | None = Field(
        default=None, description=_("The contact's company when the ticket was made.")
    )
    site: Named | None = Field(default=None, description=_("Where the work is done."))
    asset: Named | None = Field(default=None, description=_("The equipment it is about."))
    via: str = Field(description=_("How it came in."), examples=["api"])
    created_at: datetime = Field(description=_("RFC 3339, UTC."), examples=["2026-11-20T06:57:00Z"])
    updated_at: datetime = Field(examples=["2026-11-20T07:10:30Z"])
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    postponed_until: datetime | None = None
    closes_at: datetime | None = Field(
        default=None, description=_("Done: when it closes by itself, unless the client reopens it.")
    )
    outcome: str | None = Field(
        default=None, description=_("`not_processed` when it was closed without work; else null.")
    )
    rating: int | None = Field(default=None, description=_("5 to 1, as the client rated it."), examples=[5])


class ClientTicket(TicketForAll):
    """A ticket as its client sees it."""

    assignee: str | None = Field(default=None, description=_("Who works on it."), examples=["Elena Belova"])
    waits_for_you: bool = Field(description=_("We wait for the client's answer."), examples=[False])


class ProcessingOut(BaseModel):
    """Who has, or had, a ticket in processing that is claimed by opening it."""

    agent: Named
    since: datetime = Field(examples=["2026-11-20T07:10:30Z"])
    until: datetime | None = Field(default=None, description=_("Null while they have it."))


class Ticket(TicketForAll):
    """A ticket as staff see it."""

    turn: str = Field(
        description=_("Whose turn it is: us, client, third_party, date or nobody."), examples=["us"]
    )
    turn_since: datetime = Field(examples=["2026-11-20T07:10:30Z"])
    client_waits: bool = Field(description=_("The client wrote last and has no answer yet."), examples=[True])
    stage: Coded | None = Field(default=None, description=_("Where it stands on its route."))
    categories: list[Coded] = Field(default_factory=list)
    team: Coded | None = None
    assignee: Named | None = None
    processing: ProcessingOut | None = Field(
        default=None, description=_("In teams where opening a ticket takes it; null while it is new.")
    )
    initiator: Named | None = Field(
        default=None, description=_("Who registered it, when it was a known person.")
    )
    contact_name: str = Field(description=_("As known to the ticket."), examples=["Ivan Petrov"])
    contact_email: str = Field(examples=["ivan@alpha.example"])
    contact_phone: str = Field(examples=["+79001234567"])
    mailbox: str | None = Field(
        default=None, description=_("The mailbox it came through."), examples=["support"]
    )
    brand: str = Field(description=_("Code of the brand the client sees."), examples=["default"])
    language: str = Field(
        description=_("Language of mails to the client; empty: the default."), examples=["ru"]
    )
    due_at: datetime | None = Field(default=None, description=_("When it must be resolved."))
    react_by: datetime | None = Field(default=None, description=_("When the client must have an answer."))
    contract: Named | None = Field(
        default=None, description=_("What the work is done under; its name is the number.")
    )
    postponed_why: str = Field(default="", examples=[""])
    remind_at: datetime | None = Field(
        default=None, description=_("When a client who was asked is reminded.")
    )
    complaint_at: datetime | None = Field(
        default=None, description=_("When it became a complaint: by a low rating, or by its type.")
    )
    review_since: datetime | None = Field(
        default=None, description=_("Since when a lead is to look at the rating or complaint.")
    )
    first_reply_at: datetime | None = None
    reopened: int = Field(description=_("How many times it was reopened."), examples=[0])
    messages: int = Field(description=_("Messages in the thread, notes too."), examples=[3])
    files: int = Field(description=_("Files in the thread."), examples=[1])
    preview: str = Field(description=_("The beginning of the last message."), examples=["It blinks red."])
    last_author: str = Field(description=_("Who wrote it."), examples=["Ivan Petrov"])
    version: int = Field(
        description=_("Grows with every change; send it back to overwrite nothing."), examples=[4]
    )


class TicketLink(BaseModel):
    """A ticket that belongs to this one."""

    kind: str = Field(
        description=_("continues, related, duplicate, parent, blocks, merged or split."),
        examples=["continues"],
    )
    number: str = Field(description=_("The other ticket."), examples=["INC1007"])
    outward: bool = Field(
        description=_("Whether this ticket is the one that continues, duplicates or is the parent."),
        examples=[True],
    )


class ObserverOut(BaseModel):
    """An agent or a team that follows the ticket."""

    agent: Named | None = None
    team: Coded | None = None


class TicketCard(Ticket):
    """One ticket with what stands around it."""

    links: list[TicketLink] = Field(default_factory=list)
    observers: list[ObserverOut] = Field(default_factory=list)
    next_statuses: list[Coded] = Field(default_factory=list, description=_("Where you may move it by hand."))


class Tickets(Listed):
    """A page of tickets: `Ticket` for staff, `ClientTicket` for a contact."""

    items: list[Ticket | ClientTicket]


class Observers(Listed):
    """A page of a ticket's observers."""

    items: list[ObserverOut]


def ticket_out(actor: Actor, row: TicketRow) -> Ticket | ClientTicket:
    """The ticket as this actor may read it."""
    return for_staff(actor, row) if actor.is_agent else for_client(actor, row)


def for_client(actor: Actor, row: TicketRow) -> ClientTicket:
    """Without anything of ours: no team, no counts or previews that notes have a part in."""
    agent = agent_ref(row.assignee_id)
    values = _for_all(actor, row)
    values["assignee"] = agent.name if agent else None
    values["waits_for_you"] = row.turn == Turn.CLIENT
    return ClientTicket.model_validate(values)


def for_staff(actor: Actor, row: TicketRow) -> Ticket:
    """Everything."""
    return Ticket.model_validate(_for_all(actor, row) | _for_staff(row))


def card(actor: Actor, row: TicketRow, around: Surroundings, next_statuses: Sequence[str]) -> TicketCard:
    """The ticket with what stands around it."""
    by_code = workflow().by_code
    values = _for_all(actor, row) | _for_staff(row)
    values["links"] = [TicketLink(kind=k, outward=out, number=number) for k, out, number in around.links]
    values["observers"] = [observer_out(agent, team) for agent, team in around.observers]
    values["next_statuses"] = [Coded(code=code, name=str(by_code[code].name)) for code in next_statuses]
    return TicketCard.model_validate(values)


def observer_out(agent_id: int | None, team_id: int | None) -> ObserverOut:
    """An observer by the row's ids."""
    return ObserverOut(agent=agent_ref(agent_id), team=team_ref(team_id))


def _for_all(actor: Actor, row: TicketRow) -> dict[str, object]:
    return {
        "number": row.number,
        "uid": row.uid,
        "subject": row.subject,
        "fields": readable(actor, TICKET.kind, row.custom),
        "status": status_ref(row.status_id, for_client=not actor.is_agent),
        "type": type_ref(row.type_id),
        "service": service_ref(row.service_id),
        "priority": priority_ref(row.priority_id),
        "contact": named(row.contact__uid, row.contact__name),
        "company": named(row.company__uid, row.company__name),
        "site": named(row.site__uid, row.site__name) if SITES.get() else None,
        "asset": named(row.asset__uid, row.asset__name) if ASSETS.get() else None,
        "via": row.via,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "resolved_at": row.resolved_at,
        "closed_at": row.closed_at,
        "postponed_until": row.postponed_until,
        "closes_at": row.closes_at,
        "outcome": row.outcome,
        "rating": row.rating,
    }


def _for_staff(row: TicketRow) -> dict[str, object]:
    account = catalogue().accounts.get(row.account_id or 0)
    initiator = named(row.initiator_contact__uid, row.initiator_contact__name)
    return {
        "turn": row.turn,
        "turn_since": row.turn_since,
        "client_waits": row.last_by_client,
        "stage": stage_ref(row.stage_id),
        "categories": [category_ref(pk) for pk in row.category_ids],
        "team": team_ref(row.team_id),
        "assignee": agent_ref(row.assignee_id),
        "processing": _processing(row),
        "initiator": agent_ref(row.initiator_agent_id) or initiator,
        "contact_name": row.contact_name,
        "contact_email": row.contact_email,
        "contact_phone": row.contact_phone,
        "mailbox": account.name if account else None,
        "brand": next(brand.code for brand in brands() if brand.pk == row.brand_id),
        "language": row.language,
        "due_at": row.due_at,
        "react_by": row.react_by,
        "contract": named(row.contract__uid, row.contract__number) if CONTRACTS.get() else None,
        "postponed_why": row.postponed_why,
        "remind_at": row.remind_at,
        "complaint_at": row.complaint_at,
        "review_since": row.review_since,
        "first_reply_at": row.first_reply_at,
        "reopened": row.reopened,
        "messages": row.messages,
        "files": row.files,
        "preview": row.preview,
        "last_author": row.last_author,
        "version": row.version,
    }


def _processing(row: TicketRow) -> ProcessingOut | None:
    agent = agent_ref(row.processing_by_id)
    if agent is None or row.processing_since is None:
        return None
    return ProcessingOut(agent=agent, since=row.processing_since, until=row.processed_at)
