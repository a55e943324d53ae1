"""Another question gets a ticket of its own: chosen messages begin a new one (FLOW-9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.acting import actor_of_contact
from otklik.clients.level_queries import belongs_to
from otklik.core import files, text
from otklik.core.actors import ActorKind, ActorRef
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.events import Subject, record
from otklik.people.actor import Actor
from otklik.people.models import Team
from otklik.tickets.access import REGISTER
from otklik.tickets.commands import standing
from otklik.tickets.commands.linking import linked
from otklik.tickets.commands.locking import for_change, locked
from otklik.tickets.commands.messages import Attachment
from otklik.tickets.commands.operations import operation
from otklik.tickets.commands.register import MAX_SUBJECT, Registration, register
from otklik.tickets.commands.retracing import TRACED, retrace
from otklik.tickets.commands.unmaking import unmake
from otklik.tickets.content import Content
from otklik.tickets.enums import AuthorKind, CarriedAs, LinkKind, OperationKind
from otklik.tickets.events import TICKET_SPLIT
from otklik.tickets.models import Carried, Message, MessageBody, MessageFile, Operation, Ticket
from otklik.tickets.queries.workflow import workflow

MOST = 50


@dataclass(frozen=True)
class Splitting:
    """What the new ticket begins with: its subject, and the team it goes to, where the rules are not to
    choose. `quiet`: its client gets no confirmation."""

    subject: str
    team: Team | None = None
    quiet: bool = False


@transaction.atomic
def split(actor: Actor, ticket: Ticket, messages: Sequence[Message], what: Splitting) -> Ticket:
    """Begin a ticket with copies of these messages of a ticket: the first one of its client is what it is
    about, from the moment that was written; the others follow in their order, notes stay notes. The old
    thread stays whole. A step that can be undone until somebody writes in the new ticket.

    Needs `tickets.register`. `Invalid` without a subject or a client's message; messages of other tickets,
    called back or not yet sent are refused, too. Writes what registering writes, `ticket.split`,
    `ticket.linked`.
    """
    if not actor.is_agent or not actor.has(REGISTER):
        raise Denied(_("Your role does not let you register tickets."))
    row = locked(ticket)
    first, rest = _chosen(row, messages)
    if not text.one_line(what.subject, MAX_SUBJECT):
        raise Invalid({"subject": _("Write in a few words what it is about.")})
    with operation(actor, OperationKind.SPLIT, {"from": row.number}) as step:
        fresh = _registered(actor, row, first, what)
        about = Message.objects.get(pk=fresh.last_public_id or 0)
        Message.objects.filter(pk=about.pk).update(created_at=first.created_at, released_at=first.created_at)
        copies = [about, *(_copied(actor.ref, fresh, message) for message in rest)]
        Carried.objects.bulk_create(
            Carried(operation=step, message=copy, source=row, target=fresh, kind=CarriedAs.COPIED)
            for copy in copies
        )
        if rest:
            retrace(fresh)
            standing.save(fresh, workflow().statuses[fresh.status_id], TRACED)
        linked(actor.ref, fresh, row, LinkKind.SPLIT)
        data = {"other": fresh.pk, "number": fresh.number, "messages": len(copies)}
        record(TICKET_SPLIT, actor.ref, Subject("ticket", row.pk, row.pk), data=data)
    return fresh


@transaction.atomic
def unsplit(actor: Actor, step: Operation) -> None:
    """The first half of undoing a split: the new ticket is deleted, as any can be, with its own way back.

    `NotPossible` when somebody has written in it since. Writes `ticket.deleted`.
    """
    carried = list(Carried.objects.filter(operation=step))
    row = for_change(Ticket.objects.filter(pk__in={one.target_id for one in carried})).first()
    if row is None or row.deleted_at is not None:
        return
    if not unmake(actor, row, [one.message_id for one in carried]):
        words = _("No. %(number)s was worked on since. Merge the two instead.")
        raise NotPossible(words % {"number": row.number})


def _chosen(row: Ticket, messages: Sequence[Message]) -> tuple[Message, list[Message]]:
    ids = [message.pk for message in messages]
    found = Message.objects.filter(pk__in=ids, ticket=row, cancelled_at=None).exclude(released_at=None)
    known = list(found.select_related("body", "contact").order_by("pk"))
    if not known or len(known) < len(set(ids)) or len(known) > MOST:
        raise Invalid({"messages": _("Choose messages of this ticket.")})
    clients = (AuthorKind.CONTACT, AuthorKind.SENDER)
    first = next((one for one in known if one.public and one.author_kind in clients), None)
    if first is None:
        raise Invalid(
            {"messages": _("Choose a message of the client: it says what the new ticket is about.")}
        )
    return first, [one for one in known if one.pk != first.pk]


def _registered(actor: Actor, row: Ticket, first: Message, what: Splitting) -> Ticket:
    """By the client who wrote it, at the moment they did."""
    contact = first.contact
    by = Actor(ActorKind.SENDER, actor.via, name=first.author_name, email=first.author_email)
    if contact is not None:
        by = actor_of_contact(contact, actor.via)
    return register(
        by,
        Registration(
            subject=what.subject,
            content=Content(first.body.html, first.body.text, first.body.full_text),
            contact=contact,
            company=row.company if contact is None or belongs_to(contact, row.company_id or 0) else None,
            sender_email=first.author_email,
            sender_name=first.author_name,
            account=row.account,
            team=what.team,
            attachments=_files(first, by.ref),
            language=row.language,
            since=first.created_at,
            extra={"quiet": True} if what.quiet else {},
        ),
    )


def _copied(by: ActorRef, fresh: Ticket, message: Message) -> Message:
    """The same message, of the same author and moment, in the new ticket."""
    body = message.body
    copy = Message.objects.create(
        ticket=fresh,
        kind=message.kind,
        public=message.public,
        author_kind=message.author_kind,
        agent_id=message.agent_id,
        contact_id=message.contact_id,
        author_name=message.author_name,
        author_email=message.author_email,
        via=message.via,
        is_solution=message.is_solution,
        automatic=message.automatic,
        created_at=message.created_at,
        released_at=message.released_at,
    )
    MessageBody.objects.create(
        message=copy, html=body.html, text=body.text, full_text=body.full_text, sanitiser=body.sanitiser
    )
    attached = _files(message, by)
    files.hold(one.file for one in attached)
    MessageFile.objects.bulk_create(
        MessageFile(message=copy, file=one.file, content_id=one.content_id, position=n)
        for n, one in enumerate(attached)
    )
    return copy


def _files(message: Message, by: ActorRef) -> list[Attachment]:
    """The same bytes under the same names, as files of the new message."""
    rows = message.attached.select_related("file__blob").order_by("position")
    return [
        Attachment(files.attach_name(one.file.blob, one.file.name, one.file.content_type, by), one.content_id)
        for one in rows
    ]
