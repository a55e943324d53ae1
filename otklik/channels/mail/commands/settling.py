"""Doing what the plan says: ticket, message, files, ids and the ledger's outcome in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import translation

from otklik.channels.mail.commands.ledger import SAME
from otklik.channels.mail.commands.remember import remember_received
from otklik.channels.mail.commands.writing import (
    append_automatic,
    append_from_agent,
    append_from_client,
    note_from_agent,
    open_ticket,
)
from otklik.channels.mail.enclosed import Enclosed
from otklik.channels.mail.enums import Outcome
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.plan import Plan, Step
from otklik.channels.mail.tokens import plain_header
from otklik.core import clock, failpoints, text
from otklik.notifications.commands import mark_failed
from otklik.notifications.queries import by_uid
from otklik.organisation import settings
from otklik.tickets.models import Message

Writer = Callable[[InboundMail, Plan, Enclosed], Message]

_WRITERS: Mapping[Step, tuple[Writer, Outcome]] = {
    Step.NEW_TICKET: (open_ticket, Outcome.CREATED),
    Step.CLIENT_MESSAGE: (partial(append_from_client, known=True), Outcome.APPENDED),
    Step.UNKNOWN_MESSAGE: (partial(append_from_client, known=False), Outcome.APPENDED),
    Step.AGENT_REPLY: (append_from_agent, Outcome.APPENDED),
    Step.AGENT_NOTE: (note_from_agent, Outcome.APPENDED),
    Step.AUTOMATIC_MESSAGE: (append_automatic, Outcome.AUTOMATIC),
}
_WITHOUT_MESSAGE = {
    Step.RECORD: Outcome.AUTOMATIC,
    Step.IGNORE: Outcome.IGNORED,
    Step.QUARANTINE: Outcome.QUARANTINED,
}


@transaction.atomic
def settle(
    line: InboundRaw, mail: InboundMail, plan: Plan, enclosed: Enclosed, fingerprint: str
) -> InboundRaw:
    """Let the mail take effect, once, whoever else works on the same line or the same mail.

    The line's own lock keeps two attempts at it apart; the unique fingerprint keeps two deliveries of one
    mail apart: the second is settled as `duplicate` with the first one's ticket. Writes the events of what it
    calls.
    """
    row = InboundRaw.objects.select_for_update().get(pk=line.pk)
    if row.outcome:
        return row
    _describe(row, mail, plan)
    first = _claimed_by(row, fingerprint)
    if first is not None:
        return _finish(row, Outcome.DUPLICATE, SAME, None, first)
    if plan.bounced is not None:
        _note_bounce(mail, plan)
    if plan.step in _WITHOUT_MESSAGE:
        return _finish(row, _WITHOUT_MESSAGE[plan.step], plan.reason, None, None)
    write, outcome = _WRITERS[plan.step]
    with translation.override(settings.LANGUAGE.get()):
        message = write(mail, plan, enclosed)
    remember_received(row.message_header, message)
    failpoints.hit("mail.before_commit")
    if plan.ticket is not None and message.ticket_id != plan.ticket.pk:
        outcome = Outcome.CREATED  # closed for too long: a new ticket continues it
    return _finish(row, outcome, plan.reason, message, None)


def _describe(row: InboundRaw, mail: InboundMail, plan: Plan) -> None:
    """What an administrator reads in the ledger."""
    row.account = plan.account
    row.message_header = plain_header(mail.message_id)
    row.sender = plan.sender.address[:254]
    row.subject = text.one_line(mail.subject, 250)


def _claimed_by(row: InboundRaw, fingerprint: str) -> InboundRaw | None:
    """The line that had this mail first; None when it is ours from now on.

    On PostgreSQL a rival's uncommitted claim is waited for here; on SQLite this transaction is alone.
    """
    same = InboundRaw.objects.select_related("ticket").filter(fingerprint=fingerprint).exclude(pk=row.pk)
    first = same.first()
    if first is not None:
        return first
    try:
        with transaction.atomic():
            InboundRaw.objects.filter(pk=row.pk).update(fingerprint=fingerprint)
    except IntegrityError:
        return same.get()
    row.fingerprint = fingerprint
    return None


def _note_bounce(mail: InboundMail, plan: Plan) -> None:
    """One of our mails came back: its delivery has failed, whatever the server said when it took it."""
    delivery = by_uid(plan.bounced) if plan.bounced else None
    if delivery is not None and mail.bounce is not None:
        said = " ".join(filter(None, (mail.bounce.status, mail.bounce.diagnostic)))
        mark_failed(delivery, said or "The mail was returned.")


def _finish(
    row: InboundRaw, outcome: Outcome, reason: str, message: Message | None, first: InboundRaw | None
) -> InboundRaw:
    row.outcome = outcome
    row.reason = reason[:200]
    row.message = message
    row.ticket = message.ticket if message else (first.ticket if first else None)
    row.settled_at = clock.now()
    row.error = ""
    row.save()
    return row
