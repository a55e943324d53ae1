"""An answer to a mass letter becomes its own ticket, with the letter beside it (REG-15)."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from otklik.channels.mail.commands.remember import remember_received
from otklik.channels.mail.commands.writing import append_from_client, open_ticket
from otklik.channels.mail.enclosed import Enclosed
from otklik.channels.mail.inbound import Bounce, InboundMail
from otklik.channels.mail.plan import Plan
from otklik.channels.mail.words import new_words
from otklik.core.actors import Via
from otklik.mailings.commands import letter_bounced, note_machine, settle_answer
from otklik.mailings.links import desk_link
from otklik.mailings.models import Recipient
from otklik.mailings.values import words_of
from otklik.people.actor import SYSTEM
from otklik.tickets.commands import add_note
from otklik.tickets.content import from_text
from otklik.tickets.models import Message


def open_answer(mail: InboundMail, plan: Plan, enclosed: Enclosed) -> Message:
    """A ticket of whoever answers, with a note that says what they were written.

    The recipient's first answer settles where their later ones go; it is waited for when two come at once. A
    letter passed on to somebody else makes a ticket of that person and settles nothing.
    """
    recipient = _held(plan)
    is_theirs = _is_theirs(plan, recipient)
    if is_theirs and recipient.ticket is not None and recipient.ticket.deleted_at is None:
        return append_from_client(mail, replace(plan, ticket=recipient.ticket), enclosed, known=True)
    words = new_words(mail)
    message = open_ticket(mail, plan, enclosed, said=None if words.is_empty else words)
    add_note(SYSTEM.through(Via.MAIL), message.ticket, from_text(_context(recipient)))
    if is_theirs:
        settle_answer(recipient, message.ticket)
        remember_received(recipient.message_header, message)
    return message


def note_returned(recipient: Recipient, report: Bounce | None) -> None:
    """What a machine sent back because of a letter stands with its recipient."""
    if report is None or report.action not in ("failed", "delayed"):
        note_machine(recipient)
    elif report.action == "failed":
        said = " ".join(filter(None, (report.status, report.diagnostic)))
        letter_bounced(recipient, said or "The mail was returned.")


def _held(plan: Plan) -> Recipient:
    if plan.mass is None:
        raise ValueError("an answer to a mass letter without a recipient")
    related = ("mailing__account__brand", "contact__company", "ticket")
    rows = Recipient.objects.select_for_update(of=("self",)).select_related(*related)
    return rows.get(pk=plan.mass.pk)


def _is_theirs(plan: Plan, recipient: Recipient) -> bool:
    sender = plan.sender
    if sender.address == recipient.address:
        return True
    owner = recipient.contact.merged_into_id or recipient.contact_id
    return sender.contact is not None and sender.contact.pk == owner


def _context(recipient: Recipient) -> str:
    words = words_of(recipient)
    said = _("An answer to the mass message “%(name)s”. This is what they were written:") % {
        "name": recipient.mailing.name
    }
    link = desk_link(recipient.mailing.uid)
    return "\n\n".join(filter(None, (said, link, words.subject, words.text, words.question)))
