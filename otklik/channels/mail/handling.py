"""What an administrator does with a mail that made no message: a ticket of it, or a message of one.

A mail that can be read is read again and goes the way every mail goes, to where a person says. One that
cannot enters as a file, with a sentence that says so.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from otklik.channels.mail.bounds import MAX_MAIL_BYTES, MailFailed, MailRefused
from otklik.channels.mail.child import parse_bounded
from otklik.channels.mail.commands import note_handled, reopen, settle
from otklik.channels.mail.enclosed import store_all
from otklik.channels.mail.enums import BY_HAND, Outcome
from otklik.channels.mail.fingerprints import fingerprint
from otklik.channels.mail.inbound import InboundAttachment, InboundMail
from otklik.channels.mail.intake import NO_DOMAIN, Taken, taken_as
from otklik.channels.mail.matching import Relation
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.plan import Plan, Step
from otklik.channels.mail.planning import plan_for
from otklik.channels.mail.queries import get_line_for
from otklik.channels.mail.senders import relation
from otklik.core import clock, files
from otklik.core.errors import NotPossible
from otklik.people.actor import Actor
from otklik.tickets.access import get_ticket_for
from otklik.tickets.models import Ticket

_REASON = "by hand"


def make_ticket(actor: Actor, uid: str) -> Taken:
    """A new ticket of a mail that made none. Administrators only; `NotPossible` for one that did.

    Writes `mail.handled` and what registering writes.
    """
    line = _line(actor, uid)
    raw, mail = _mail(line)
    plan = replace(plan_for(line, mail), step=Step.NEW_TICKET, ticket=None, reason=_REASON, reported=None)
    return _settled(actor, line, raw, mail, replace(plan, quiet=mail.is_auto or mail.no_auto_reply), "ticket")


def attach(actor: Actor, uid: str, number: str) -> Taken:
    """A message of a ticket the actor sees; public where its sender is the ticket's client, else internal.

    Administrators only; `NotPossible` for a mail that made a message. Writes `mail.handled` and what
    receiving writes.
    """
    line = _line(actor, uid)
    ticket = get_ticket_for(actor, number)
    raw, mail = _mail(line)
    plan = plan_for(line, mail)
    step = _step(mail, plan, ticket)
    plan = replace(plan, step=step, ticket=ticket, reason=_REASON, reported=None)
    return _settled(actor, line, raw, mail, plan, "attachment")


def _step(mail: InboundMail, plan: Plan, ticket: Ticket) -> Step:
    if mail.is_auto:
        return Step.AUTOMATIC_MESSAGE
    is_client = relation(plan.sender, ticket, None) is Relation.CLIENT
    return Step.CLIENT_MESSAGE if is_client else Step.UNKNOWN_MESSAGE


def _line(actor: Actor, uid: str) -> InboundRaw:
    line = get_line_for(actor, uid)
    if line.outcome not in BY_HAND or line.message_id is not None:
        raise NotPossible(_("This mail is in a ticket already, or is being read."))
    return line


def _mail(line: InboundRaw) -> tuple[bytes, InboundMail]:
    raw = files.read_blob(line.blob)
    if 0 < len(raw) <= MAX_MAIL_BYTES:
        try:
            return raw, parse_bounded(raw, own_domain=NO_DOMAIN)
        except (MailRefused, MailFailed) as trouble:
            return raw, _as_file(line, raw, trouble.reason)
    return raw, _as_file(line, raw, line.reason)


def _as_file(line: InboundRaw, raw: bytes, reason: str) -> InboundMail:
    """A mail nobody can read: its bytes are attached as they came."""
    words = _("This mail could not be read (%(reason)s). It is attached as it came.") % {"reason": reason}
    return InboundMail(
        sha256=line.blob.sha256,
        size=len(raw),
        subject=line.subject or _("Mail that could not be read"),
        from_email=line.sender or line.envelope_from,
        date=clock.now(),
        text=words,
        full_text=words,
        attachments=(InboundAttachment(name="mail.eml", content_type="message/rfc822", content=raw),),
        no_auto_reply=True,
    )


def _settled(actor: Actor, line: InboundRaw, raw: bytes, mail: InboundMail, plan: Plan, how: str) -> Taken:
    # Files before the transaction, so that no lock waits for the disk.
    enclosed = store_all(list(mail.attachments))
    opened = reopen(line, BY_HAND)
    if opened.outcome:
        return taken_as(opened)
    settled = settle(opened, mail, plan, enclosed, fingerprint(mail, raw))
    if settled.outcome != Outcome.DUPLICATE:
        note_handled(actor, settled, how)
    return taken_as(settled)
