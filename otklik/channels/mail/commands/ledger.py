"""Lines of the ledger: taking a mail in, trying it again, noting that it cannot be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import F

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.enums import READ_AGAIN, Outcome
from otklik.channels.mail.models import InboundRaw
from otklik.core import clock, failpoints, files
from otklik.core.actors import Via
from otklik.core.models import Blob
from otklik.people.actor import SYSTEM
from otklik.tickets.commands import observe

MAX_ERROR = 8000
SAME = "same mail as before"


def take_in(
    chunks: Iterable[bytes], account: ChannelAccount | None, *, envelope_from: str = "", envelope_to: str = ""
) -> InboundRaw:
    """Put a raw mail on stable storage, then its line into the ledger. From here on it cannot be lost.

    Raises what storage and database raise (OSError, django.db.Error): then nothing was promised.
    """
    blob = files.store(chunks)
    failpoints.hit("mail.after_blob")
    line = note_line(blob, account, envelope_from=envelope_from, envelope_to=envelope_to)
    failpoints.hit("mail.after_line")
    return line


def note_line(
    blob: Blob, account: ChannelAccount | None, *, envelope_from: str, envelope_to: str
) -> InboundRaw:
    """The line of a mail whose bytes are on stable storage."""
    now = clock.now()
    return InboundRaw.objects.create(
        blob=blob,
        account=account,
        envelope_from=envelope_from[:254],
        envelope_to=envelope_to[:254],
        received_at=now,
        tried_at=now,
        attempts=1,
    )


def take_in_all(mails: Sequence[bytes], account: ChannelAccount) -> list[InboundRaw]:
    """The same for several mails of one mailbox: every one on stable storage, then all lines at once.

    All or nothing as far as lines go; what storage and database raise leaves here as it is.
    """
    blobs = files.store_all(mails)
    failpoints.hit("mail.after_blob")
    now = clock.now()
    lines = [
        InboundRaw(blob=blob, account=account, received_at=now, tried_at=now, attempts=1) for blob in blobs
    ]
    made = InboundRaw.objects.bulk_create(lines)
    failpoints.hit("mail.after_line")
    return made


def begin_again(line: InboundRaw) -> bool:
    """Count another attempt at a line without outcome; False when somebody else settled it or took it up."""
    mine = InboundRaw.objects.filter(pk=line.pk, outcome="", tried_at=line.tried_at)
    now = clock.now()
    if not mine.update(attempts=F("attempts") + 1, tried_at=now):
        return False
    line.attempts, line.tried_at = line.attempts + 1, now
    return True


def fail(line: InboundRaw, outcome: Outcome, reason: str, error: str) -> InboundRaw:
    """Settle a mail that cannot be read (`quarantined`) or at which we failed (`failed`)."""
    InboundRaw.objects.filter(pk=line.pk, outcome="").update(
        outcome=outcome, reason=reason[:200], error=error[-MAX_ERROR:], settled_at=clock.now()
    )
    line.refresh_from_db()
    return line


@transaction.atomic
def repeat(line: InboundRaw, first: InboundRaw, account: ChannelAccount | None = None) -> InboundRaw:
    """Settle a line whose mail was settled before: `duplicate`, with the first one's ticket.

    Where it is the copy that came to a second mailbox (`account` where the line does not know its own), that
    one's team follows the ticket from now on. Writes `ticket.observers_changed` then.
    """
    mine = InboundRaw.objects.filter(pk=line.pk, outcome="").update(
        outcome=Outcome.DUPLICATE,
        reason=SAME,
        ticket_id=first.ticket_id,
        account_id=line.account_id or (account.pk if account else first.account_id),
        sender=first.sender,
        subject=first.subject,
        message_header=first.message_header,
        settled_at=clock.now(),
    )
    line.refresh_from_db()
    if mine and line.account_id != first.account_id:
        _follow(line)
    return line


def _follow(line: InboundRaw) -> None:
    ticket, team = line.ticket, line.account.team if line.account else None
    if ticket is not None and team is not None and not team.hidden and ticket.team_id != team.pk:
        observe(SYSTEM.through(Via.MAIL), ticket, team_id=team.pk)


def reopen(line: InboundRaw, outcomes: Collection[Outcome] = READ_AGAIN) -> InboundRaw:
    """Take back one of these outcomes, so that it is settled once more; the caller checked the right.

    A mail that made a message keeps its outcome.
    """
    open_again = InboundRaw.objects.filter(pk=line.pk, outcome__in=list(outcomes), message=None)
    open_again.update(
        outcome="", reason="", error="", settled_at=None, fingerprint=None, attempts=1, tried_at=clock.now()
    )
    line.refresh_from_db()
    return line
