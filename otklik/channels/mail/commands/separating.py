"""A ticket of its own for a mail that began another question in an old thread."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.channels.mail.events import MAIL_HANDLED
from otklik.channels.mail.matching import plain_subject
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.queries import SEPARATED
from otklik.channels.mail.senders import sender_of
from otklik.core import files
from otklik.core.circumstances import batch
from otklik.core.errors import Denied, NotPossible
from otklik.core.events import Subject, record
from otklik.people.actor import Actor
from otklik.tickets.access import REGISTER
from otklik.tickets.commands import Attachment, Registration, register
from otklik.tickets.content import Content
from otklik.tickets.enums import LinkKind
from otklik.tickets.models import Link, Message, Ticket


@transaction.atomic
def separate(actor: Actor, ticket: Ticket, message_id: int) -> Ticket:
    """A new ticket of the sender with the words and files of this message, which continues the old one.

    For employees who may register tickets; the caller has checked that they see this one. The message stays
    where it came, too. A second press gives the same ticket. `NotPossible` for what is no client's mail.
    Writes `mail.handled` and what registering writes.
    """
    if not actor.is_agent or not actor.has(REGISTER):
        raise Denied(_("Your role does not let you register tickets."))
    rows = InboundRaw.objects.select_for_update(of=("self",)).select_related("message__body", "account")
    line = rows.filter(
        message_id=message_id, message__ticket=ticket, message__public=True, message__agent=None
    ).first()
    if line is None or line.message is None:
        raise NotPossible(_("Only a client's mail can get a ticket of its own."))
    subject = plain_subject(line.subject, ticket.number)
    if line.reason == SEPARATED:
        made = Link.objects.filter(target=ticket, kind=LinkKind.CONTINUES, source__subject=subject)
        return made.select_related("source").latest("pk").source
    with batch():
        fresh = _registered(line, line.message, ticket, subject)
        line.reason = SEPARATED
        line.save(update_fields=["reason"])
        data = {"how": SEPARATED, "number": fresh.number}
        record(MAIL_HANDLED, actor.ref, Subject("mail", line.pk), data=data)
    return fresh


def _registered(line: InboundRaw, message: Message, ticket: Ticket, subject: str) -> Ticket:
    sender, body = sender_of(message.author_email, message.author_name), message.body
    return register(
        sender.actor,
        Registration(
            subject=subject,
            content=Content(body.html, body.text, body.full_text),
            contact=sender.contact,
            company=sender.company or ticket.company,
            sender_email=sender.address,
            sender_name=sender.name,
            account=line.account,
            attachments=_files(message, sender.actor),
            continues=ticket,
            language=ticket.language,
        ),
    )


def _files(message: Message, sender: Actor) -> list[Attachment]:
    """The same bytes under the same names, as files of the new message."""
    found = []
    for one in message.attached.select_related("file__blob").order_by("position"):
        named = files.attach_name(one.file.blob, one.file.name, one.file.content_type, sender.ref)
        found.append(Attachment(named, one.content_id))
    return found
