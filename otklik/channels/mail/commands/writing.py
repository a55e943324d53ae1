"""How each kind of mail becomes a message, by the commands every other way in uses too."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.channels.mail.enclosed import Enclosed, attached
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.language import guess
from otklik.channels.mail.plan import Plan
from otklik.channels.mail.senders import MailSender, with_contact
from otklik.channels.mail.words import new_words, opening_words, subject_of
from otklik.clients.commands import contact_from_address
from otklik.clients.settings import CREATE_FROM_UNKNOWN
from otklik.core.actors import Via
from otklik.core.errors import Refused
from otklik.people.actor import SYSTEM
from otklik.tickets.commands import (
    Incoming,
    Registration,
    Reply,
    TooLate,
    add_note,
    receive,
    register,
    reply,
)
from otklik.tickets.content import Content, from_text
from otklik.tickets.models import Message, Ticket

MEGABYTE = 1024 * 1024


def open_ticket(
    mail: InboundMail,
    plan: Plan,
    enclosed: Enclosed,
    continues: Ticket | None = None,
    said: Content | None = None,
) -> Message:
    """Register a ticket of the sender; an unknown one becomes a contact where the installation wants it.
    `said`: the words, where they are not the whole of the mail."""
    sender = _known(plan)
    words = said or opening_words(mail)
    ticket = register(
        sender.actor,
        Registration(
            subject=subject_of(mail),
            content=words,
            contact=sender.contact,
            company=sender.company,
            sender_email=sender.address,
            sender_name=sender.name,
            account=plan.account,
            attachments=attached(enclosed, sender.actor.ref),
            continues=continues,
            language=(sender.contact.language if sender.contact else "") or guess(words.text),
            extra={"quiet": True} if plan.quiet else {},
        ),
    )
    # The ledger wants its ids alone: no need to ask for what was just written.
    message = Message(pk=ticket.last_public_id, ticket=ticket)
    _say_refused(ticket, enclosed)
    return message


def append_from_client(mail: InboundMail, plan: Plan, enclosed: Enclosed, *, known: bool) -> Message:
    """A message of the ticket's client, or of somebody it does not know: that stays internal (MAIL-3).

    On a ticket closed for too long it opens a new one that continues it (FLOW-11).
    """
    sender, ticket = plan.sender, _ticket(plan)
    incoming = Incoming(
        content=new_words(mail),
        author_name=sender.name or (sender.contact.name if sender.contact else ""),
        author_email=sender.address,
        contact_id=sender.contact.pk if sender.contact and known else None,
        attachments=attached(enclosed, sender.actor.ref),
    )
    try:
        message = receive(sender.actor, ticket, incoming, public=known)
    except TooLate:
        return open_ticket(mail, plan, enclosed, continues=ticket)
    _say_refused(ticket, enclosed)
    return message


def append_from_agent(mail: InboundMail, plan: Plan, enclosed: Enclosed) -> Message:
    """An employee answers the client by mail; what their role does not let them send is kept as a note."""
    actor = plan.sender.agent_actor
    if actor is None:
        raise ValueError("an employee's answer without an employee")
    content = new_words(mail)
    try:
        message = reply(actor, _ticket(plan), Reply(content, attached(enclosed, actor.ref)))
    except Refused:
        return note_from_agent(mail, plan, enclosed)
    _say_refused(_ticket(plan), enclosed)
    return message


def note_from_agent(mail: InboundMail, plan: Plan, enclosed: Enclosed) -> Message:
    """An employee's mail that is not for the client; of one who may not write notes: an unknown sender's."""
    actor = plan.sender.agent_actor
    if actor is None:
        raise ValueError("an employee's note without an employee")
    try:
        message = add_note(actor, _ticket(plan), new_words(mail), attachments=attached(enclosed, actor.ref))
    except Refused:
        return append_from_client(mail, plan, enclosed, known=False)
    _say_refused(_ticket(plan), enclosed)
    return message


def append_automatic(mail: InboundMail, plan: Plan, enclosed: Enclosed) -> Message:
    """An auto-reply or a bounce about a ticket: internal, marked automatic, moves nothing, tells nobody.

    The machine of the ticket's own client speaks under their name: it is no unknown sender.
    """
    sender, ticket = plan.sender, _ticket(plan)
    contact = sender.contact
    is_theirs = contact is not None and contact.pk in (ticket.contact_id, ticket.initiator_contact_id)
    incoming = Incoming(
        content=new_words(mail),
        author_name=contact.name if contact and is_theirs else sender.name or sender.address,
        author_email=sender.address,
        contact_id=contact.pk if contact and is_theirs else None,
        attachments=attached(enclosed, sender.actor.ref),
        automatic=True,
    )
    return receive(sender.actor, ticket, incoming, public=False)


def _known(plan: Plan) -> MailSender:
    sender = plan.sender
    if sender.contact is not None or plan.quiet or not sender.address or not CREATE_FROM_UNKNOWN.get():
        return sender
    if sender.company is not None and sender.company.email == sender.address:
        return sender  # a mailbox of the company is no person
    return with_contact(sender, contact_from_address(sender.address, sender.name, sender.company))


def _ticket(plan: Plan) -> Ticket:
    if plan.ticket is None:
        raise ValueError(f"{plan.step} without a ticket")
    return plan.ticket


def _say_refused(ticket: Ticket, enclosed: Enclosed) -> None:
    """A note for the files that were too large (MAIL-2); they stay in the original mail."""
    if enclosed.refused:
        add_note(SYSTEM.through(Via.MAIL), ticket, from_text(_refusal(enclosed.refused)))


def _refusal(refused: Sequence[tuple[str, int]]) -> str:
    names = ", ".join(f"{name} ({size / MEGABYTE:.0f} MB)" for name, size in refused)
    limit = settings.MAX_UPLOAD_BYTES // MEGABYTE
    return _("Files above %(limit)s MB were left out: %(names)s. They are in the original mail.") % {
        "limit": limit,
        "names": names,
    }
