"""Registering a ticket, whatever the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.catalogue.models import Category, ChannelAccount, Priority, Service, TicketType
from otklik.catalogue.queries import catalogue
from otklik.clients.access import orderable_contacts
from otklik.clients.models import Asset, Company, Contact, Contract, Site
from otklik.clients.queries import first_email
from otklik.core import clock, text
from otklik.core.actors import ActorKind
from otklik.core.errors import Denied, Invalid
from otklik.core.events import Change, Subject, record
from otklik.core.holding import holding
from otklik.core.inserting import insert as write
from otklik.core.inserting import insert_soon, rewrite
from otklik.fields.commands import Door, Planned, keep_index, plan
from otklik.organisation.models import Brand
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor
from otklik.people.models import Agent, Team
from otklik.tickets.access import ASSIGN, REGISTER
from otklik.tickets.commands import standing
from otklik.tickets.commands.agreed import put_contract
from otklik.tickets.commands.following import followers
from otklik.tickets.commands.messages import (
    FIELDS as TRACES,
)
from otklik.tickets.commands.messages import Attachment, Author, Writing, mention_people, write_message
from otklik.tickets.commands.numbers import draw_more, draw_number, note_usual
from otklik.tickets.commands.placing import LookedAfter, Place, place_by_default, team_for
from otklik.tickets.commands.readers import first_readers, renew_readers
from otklik.tickets.commands.whereabouts import put_where, whose
from otklik.tickets.content import Content
from otklik.tickets.custom import TICKET, bound_of
from otklik.tickets.enums import AuthorKind, LinkKind, MessageKind
from otklik.tickets.events import TICKET_REGISTERED
from otklik.tickets.models import Link, Message, Observer, Status, Ticket, TicketCategory
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.registered import JustRegistered

MAX_SUBJECT = 250
MAX_PHONE = 32


@dataclass(frozen=True)
class Registration:
    """A new ticket: what is asked, for whom, and what is known of its place in the work.

    `contact` is for whom, `company` which of theirs; who registers is the actor. An outside sender has
    `sender_email` alone. `continues`: the ticket closed too long ago to be reopened. `fields`: custom ones by
    key; None where the way in asks for none (mail), so that none is missed. `since`: when it was asked, where
    that was before now. `voice`: who speaks in a ticket that a rule makes.
    """

    subject: str
    content: Content
    contact: Contact | None = None
    company: Company | None = None
    site: Site | None = None
    asset: Asset | None = None
    contract: Contract | None = None
    sender_email: str = ""
    sender_name: str = ""
    contact_phone: str = ""
    account: ChannelAccount | None = None
    brand: Brand | None = None
    type: TicketType | None = None
    service: Service | None = None
    priority: Priority | None = None
    categories: Sequence[Category] = ()
    team: Team | None = None
    assignee: Agent | None = None
    observers: Sequence[Agent] = ()
    attachments: Sequence[Attachment] = ()
    continues: Ticket | None = None
    language: str = ""
    fields: Mapping[str, object] | None = None
    since: datetime | None = None
    voice: str = ""
    extra: dict[str, object] = field(default_factory=dict)


@holding(draw_more)
def register(actor: Actor, what: Registration) -> Ticket:
    """Make a ticket with its first message. Writes `ticket.registered`, with `data.why` where nobody chose
    team or assignee: the catalogue did, or it is for who looks after the client (ROUTE-2).

    Agents need `tickets.register`, and `tickets.assign` to name an assignee, who brings a team along.
    Contacts register for themselves and for colleagues (`clients.access.orderable_contacts`); the system for
    unknown senders.
    `Invalid` when subject or description is missing, nobody can be given the ticket, or site, equipment and
    contract are not the company's. Without a named contract it is the one that covers it, which
    `data.contract_why` explains. `Invalid` also names custom fields that are wrong or missing.
    """
    _check(actor, what)
    ticket = new_row(actor, what)
    put_where(ticket, what.site, what.asset)
    agreed = put_contract(ticket, what.contract)
    planned = _fields(actor, what, ticket)
    place = place_of(what, ticket)
    give(ticket, place)
    ticket.number = draw_number()
    message = _write(ticket, _first_message(actor, what))
    fresh = _relate(ticket, message, what)
    keep_index(planned, ticket.pk, is_new=True)
    mentioned = mention_people(message, what.content.text) if actor.is_agent else []
    if mentioned:
        renew_readers(ticket)
    data = {"message": message.pk, "mentions": mentioned, "account": ticket.account_id, **what.extra}
    if place.why:
        data["why"] = place.why
    if ticket.contract_id is not None:
        data |= {"contract": ticket.contract_id, "contract_why": agreed}
    about = Subject("ticket", ticket.pk, ticket.pk, None if mentioned else fresh)
    record(TICKET_REGISTERED, actor.ref, about, changes=_given(place), data=data)
    note_usual()
    return ticket


def give(ticket: Ticket, place: Place) -> None:
    """Write team and employee into a new row."""
    ticket.team_id = place.team_id
    if place.agent_id is not None:
        ticket.assignee_id, ticket.assigned_at = place.agent_id, ticket.created_at


def _given(place: Place) -> list[Change]:
    """What nobody chose, as changes: the history tells it."""
    if not place.why:
        return []
    team = [Change("team", None, place.team_id)]
    return team if place.agent_id is None else [*team, Change("assignee", None, place.agent_id)]


def _write(ticket: Ticket, writing: Writing) -> Message:
    """Ticket and message, which wait for what follows from them where their ids were drawn."""
    ticket.last_by_client = True
    standing.settle(ticket, first_status(ticket))
    write(ticket)
    message = write_message(ticket, writing)
    # Whoever wrote it down: it is the client who waits.
    ticket.last_by_client = True
    rewrite(ticket, TRACES)
    return message


def _first_message(actor: Actor, what: Registration) -> Writing:
    words, files = what.content, what.attachments
    return Writing(
        _author(actor, what), words, MessageKind.REPLY, public=True, via=actor.via, attachments=files
    )


def _check(actor: Actor, what: Registration) -> None:
    if actor.is_agent and not actor.has(REGISTER):
        raise Denied(_("Your role does not let you register tickets."))
    if actor.is_agent and what.assignee is not None and not actor.has(ASSIGN):
        raise Denied(_("Your role does not let you assign tickets."))
    if actor.kind is ActorKind.ANONYMOUS:
        raise Denied(_("Sign in to register a request."))
    if actor.is_contact and not _is_for_own(actor, what.contact):
        raise Denied(_("Your access does not let you register requests for others."))


def _fields(actor: Actor, what: Registration, ticket: Ticket) -> Planned:
    """What becomes of the custom fields; `Invalid` names all that is missing or wrong at once."""
    problems: dict[str, str] = {}
    if not text.one_line(what.subject, MAX_SUBJECT):
        problems["subject"] = _("Write in a few words what it is about.")
    if what.content.is_empty and not what.attachments:
        problems["text"] = _("Describe what happened or what you need.")
    planned = Planned(None)
    try:
        if what.fields is not None:
            planned = plan(actor, TICKET.kind, None, what.fields, bound_of(ticket), Door.FORM)
    except Invalid as error:
        problems |= error.fields
    if problems:
        raise Invalid(problems)
    ticket.custom = planned.custom
    return planned


def _is_for_own(actor: Actor, contact: Contact | None) -> bool:
    if contact is None or contact.pk == actor.contact_id:
        return True
    return orderable_contacts(actor).filter(pk=contact.pk).exists()


def new_row(actor: Actor, what: Registration) -> Ticket:
    """The ticket as it is asked for, not saved: without place, status and number."""
    now = clock.now()
    known = catalogue()
    service = what.service or (what.account.service if what.account else None)
    priority = what.priority or known.usual_priority(service, what.account)
    company = whose(what.contact, what.site, what.asset, what.company)
    return Ticket(
        subject=text.one_line(what.subject, MAX_SUBJECT),
        brand=what.brand or _brand(what.account, company),
        account=what.account,
        via=actor.via,
        language=what.language or (what.contact.language if what.contact else ""),
        type=what.type or known.usual_type(service, what.account),
        service=service,
        priority=priority,
        priority_level=priority.level,
        assignee=what.assignee,
        assigned_at=now if what.assignee else None,
        contact=what.contact,
        company=company,
        contact_email=text.email_key(what.sender_email)
        or (first_email(what.contact) if what.contact else ""),
        contact_name=(what.contact.name if what.contact else what.sender_name)[:150],
        contact_phone=text.one_line(what.contact_phone, MAX_PHONE),
        initiator_agent_id=actor.agent_id,
        initiator_contact_id=actor.contact_id,
        created_at=what.since or now,
        turn_since=now,
        last_by_client=True,
    )


def _brand(account: ChannelAccount | None, company: Company | None) -> Brand:
    """The mailbox's, else the company's, else the default one."""
    if account is not None:
        return account.brand
    return company.brand if company else default_brand()


def place_of(what: Registration, ticket: Ticket) -> Place:
    """The team named, or one of the assignee's: that of the service or the mailbox where they are in it.
    Nobody chosen: what the catalogue says and who looks after the client."""
    service, account, assignee, team = ticket.service, what.account, what.assignee, what.team
    if not (assignee or team):
        return place_by_default(service, account, _managed(ticket))
    meant = (service.team_id if service else None) or (account.team_id if account else None)
    return Place(team_for(meant, assignee.pk if assignee else None, team.pk if team else None))


def _managed(ticket: Ticket) -> list[LookedAfter]:
    """Site, contact and company as far as somebody looks after them, in the order of ROUTE-2. Reads nothing
    that registration does not read anyway."""
    clients = (("site", ticket.site), ("contact", ticket.contact), ("company", ticket.company))
    return [
        LookedAfter(kind, client.manager_agent_id, client.manager_team_id)
        for kind, client in clients
        if client is not None and (client.manager_agent_id or client.manager_team_id)
    ]


def first_status(ticket: Ticket) -> Status:
    """Of one that somebody has, and of one that nobody has."""
    flow = workflow()
    assigned = flow.named("assigned") if ticket.assignee_id or ticket.team_id else None
    return assigned if assigned and flow.fits(assigned, ticket.type_id) else flow.initial


def _author(actor: Actor, what: Registration) -> Author:
    address = text.email_key(what.sender_email)
    if what.voice:
        return Author(AuthorKind.SYSTEM, what.voice)
    if actor.is_agent:
        return Author(AuthorKind.AGENT, actor.name, actor.email, agent_id=actor.agent_id)
    if actor.is_contact:
        return Author(AuthorKind.CONTACT, actor.name, address, contact_id=actor.contact_id)
    if what.contact:
        return Author(AuthorKind.CONTACT, what.contact.name, address, contact_id=what.contact.pk)
    return Author(AuthorKind.SENDER, what.sender_name or what.sender_email, address)


def _relate(ticket: Ticket, message: Message, what: Registration) -> JustRegistered:
    agents, teams = followers(ticket, what.observers)
    observers = [Observer(ticket=ticket, agent_id=pk) for pk in agents]
    observers += [Observer(ticket=ticket, team_id=pk) for pk in teams]
    insert_soon(observers)
    readers = first_readers(ticket, observers=observers)
    labels = [TicketCategory(ticket=ticket, category=c) for c in dict.fromkeys(what.categories)]
    insert_soon(labels)
    if what.continues is not None:
        Link.objects.create(
            source=ticket, target=what.continues, kind=LinkKind.CONTINUES, created_at=ticket.created_at
        )
    return JustRegistered(ticket, message, what.content.text, readers, observers)
