"""What an administrator decided about a mail, written down; and taking one away for good."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.channels.mail.enums import BY_HAND, Outcome
from otklik.channels.mail.events import MAIL_DELETED, MAIL_HANDLED
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.queries import get_line_for
from otklik.core import clock, files
from otklik.core.errors import NotPossible
from otklik.core.events import Subject, record
from otklik.people.actor import Actor


def note_handled(actor: Actor, line: InboundRaw, how: str) -> None:
    """Whose decision it was; the caller has checked the right. Writes `mail.handled`."""
    number = line.ticket.number if line.ticket else ""
    record(MAIL_HANDLED, actor.ref, Subject("mail", line.pk), data={"how": how, "number": number})


def delete_mail(actor: Actor, uid: str) -> None:
    """Take away the bytes of a mail that made no message, with what was read out of it.

    Its line stays as a tombstone, so that the ledger still balances. Administrators only; `NotPossible` for a
    mail in a ticket (that is deleted with the ticket). Writes `mail.deleted`.
    """
    line = get_line_for(actor, uid)
    before, size = line.outcome, line.blob.size
    nothing = files.store([b""])  # on stable storage before the transaction: no lock waits for the disk
    with transaction.atomic():
        gone = InboundRaw.objects.filter(pk=line.pk, outcome__in=list(BY_HAND), message=None, ticket=None)
        done = gone.update(
            outcome=Outcome.DELETED,
            reason="",
            error="",
            blob=nothing,
            sender="",
            subject="",
            message_header="",
            envelope_from="",
            envelope_to="",
            fingerprint=None,
            settled_at=clock.now(),
        )
        if not done:
            raise NotPossible(_("This mail is in a ticket already, or is being read."))
        record(MAIL_DELETED, actor.ref, Subject("mail", line.pk), data={"was": before, "size": size})
