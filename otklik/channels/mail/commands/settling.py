"""Doing what the plan says: ticket, message, files, ids and the ledger's outcome in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import translation

from otklik.channels.mail.commands.ledger import repeat
from otklik.channels.mail.commands.mass_answers import note_returned, open_answer
from otklik.channels.mail.commands.remember import remember_received
from otklik.channels.mail.commands.returned_letters import note_letter_returned
from otklik.channels.mail.commands.writing import (
    append_automatic,
    append_from_agent,
    append_from_client,
    note_from_agent,
    open_ticket,
)
from otklik.channels.mail.enclosed import Enclosed
from otklik.channels.mail.enums import Outcome
from otklik.channels.mail.inbound import Bounce, InboundMail
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.plan import Plan, Step
from otklik.channels.mail.tokens import plain_header
from otklik.core import clock, failpoints, text
from otklik.core.inserting import rewrite
from otklik.notifications.commands import heard_from, mark_bounced, note_delay
from otklik.notifications.models import Delivery
from otklik.organisation import settings
from otklik.tickets.commands import keep_meant
from otklik.tickets.models import Message

Writer = Callable[[InboundMail, Plan, Enclosed], Message]

_WRITERS: Mapping[Step, tuple[Writer, Outcome]] = {
    Step.NEW_TICKET: (open_ticket, Outcome.CREATED),
    Step.MASS_ANSWER: (open_answer, Outcome.CREATED),
    Step.CLIENT_MESSAGE: (partial(append_from_client, known=True), Outcome.APPENDED),
    Step.UNKNOWN_MESSAGE: (partial(append_from_client, known=False), Outcome.APPENDED),
    Step.AGENT_REPLY: (append_from_agent, Outcome.APPENDED),
    Step.AGENT_NOTE: (note_from_agent, Outcome.APPENDED),
    Step.AUTOMATIC_MESSAGE: (append_automatic, Outcome.AUTOMATIC),
}
_WITHOUT_MESSAGE = {
    Step.RECORD: Outcome.AUTOMATIC,
    Step.BLOCK: Outcome.BLOCKED,
    Step.IGNORE: Outcome.IGNORED,
    Step.QUARANTINE: Outcome.QUARANTINED,
}


@transaction.atomic
def settle(
    line: InboundRaw, mail: InboundMail, plan: Plan, enclosed: Enclosed, fingerprint: str
) -> InboundRaw:
    """Let the mail take effect, once, whoever else works on the same line or the same mail.

    The claim keeps two attempts at one line apart (it locks the row and wants no outcome) and two deliveries
    of one mail (the fingerprint is unique): the second is settled as `duplicate` with the first one's ticket.
    A blocked sender's mail claims no fingerprint, so that the same mail is taken once they are let in again.
    On PostgreSQL a rival's uncommitted claim is waited for; on SQLite this transaction is alone. Writes the
    events of the commands it calls.
    """
    try:
        with transaction.atomic():
            mine = _claim(line, mail, plan, None if plan.step is Step.BLOCK else fingerprint)
    except IntegrityError:
        return repeat(line, InboundRaw.objects.get(fingerprint=fingerprint), plan.account)
    if not mine:
        line.refresh_from_db()
        return line
    _note_returned(plan, mail)
    if plan.step in _WITHOUT_MESSAGE:
        return _finish(line, _WITHOUT_MESSAGE[plan.step], plan.reason, None)
    write, outcome = _WRITERS[plan.step]
    with translation.override(settings.LANGUAGE.get()):
        message = write(mail, plan, enclosed)
    if not mail.is_auto:
        heard_from(plan.sender.address)
    remember_received(plain_header(mail.message_id), message)
    if plan.meant is not None:
        keep_meant(message, plan.meant)
    failpoints.hit("mail.before_commit")
    return _finish(line, _came_of(plan, message, outcome), plan.reason, message)


def _came_of(plan: Plan, message: Message, outcome: Outcome) -> Outcome:
    """To a ticket closed for too long: a new ticket continues it."""
    is_elsewhere = plan.ticket is not None and message.ticket_id != plan.ticket.pk
    return Outcome.CREATED if is_elsewhere else outcome


def _claim(line: InboundRaw, mail: InboundMail, plan: Plan, fingerprint: str | None) -> bool:
    """Make the mail this line's, and write down what an administrator reads in the ledger."""
    return bool(
        InboundRaw.objects.filter(pk=line.pk, outcome="").update(
            fingerprint=fingerprint,
            account=plan.account,
            message_header=plain_header(mail.message_id),
            sender=plan.sender.address[:254],
            subject=text.one_line(mail.subject, 250),
            doubts=" ".join(mail.doubts),
        )
    )


def _note_returned(plan: Plan, mail: InboundMail) -> None:
    """What a machine says of a mail of ours stands with that mail."""
    if plan.reported is not None and mail.bounce is not None:
        _note_report(plan.reported, mail.bounce)
    if plan.letter is not None and mail.bounce is not None:
        note_letter_returned(plan.letter, mail.bounce)
    if plan.mass is not None and mail.is_auto:
        note_returned(plan.mass, mail.bounce)


def _note_report(delivery: Delivery, report: Bounce) -> None:
    """One of our mails came back, whatever the server said when it took it; or it is still on its way."""
    said = " ".join(filter(None, (report.status, report.diagnostic)))
    if report.action == "failed":
        mark_bounced(delivery, said or "The mail was returned.")
    elif report.action == "delayed":
        note_delay(delivery, said or "4.4.7")


def _finish(line: InboundRaw, outcome: Outcome, reason: str, message: Message | None) -> InboundRaw:
    line.outcome, line.reason, line.error = outcome, reason[:200], ""
    line.message = message
    line.ticket = message.ticket if message else None
    line.settled_at = clock.now()
    rewrite(line, ["outcome", "reason", "error", "message", "ticket", "settled_at"])
    return line
