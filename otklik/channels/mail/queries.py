"""Reads of the mail channel: the ledger for administrators, a message's original, what composing needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from uuid import UUID

from django.db.models import Q, QuerySet

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.enums import SETTLED, Outcome
from otklik.channels.mail.matching import is_new_topic
from otklik.channels.mail.models import InboundRaw, Mailbox, MailMessageId, MailServer
from otklik.core import clock, files, text
from otklik.core.errors import NotFound
from otklik.core.paging import Order, Page, behind, encode
from otklik.core.prepared import Prepared, Rows, Whole, filled
from otklik.core.small import SmallTable
from otklik.notifications.enums import Audience
from otklik.notifications.models import Delivery
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.tickets.access import get_ticket_for, visible_ids
from otklik.tickets.models import Ticket

NEWEST_FIRST = (Order("id", descending=True),)
THREAD_LENGTH = 8
NEWEST_LINES = 2000
_Origin = tuple[int, UUID, str | None, str, str, str, str]
"""A message, its line in the ledger, that line's doubts, subject, reason; the ticket's subject and number."""
_HEADER = Whole(MailMessageId)
_HEADERS = Prepared(_HEADER.row)
_ORIGINS: Prepared[_Origin] = Prepared(lambda *row: row)


@dataclass(frozen=True)
class LedgerRow:
    """A line of the ledger."""

    uid: str
    mailbox: str
    sender: str
    subject: str
    received_at: datetime
    outcome: str
    reason: str
    error: str
    number: str
    size: int
    doubts: Sequence[str] = ()


def ledger(
    actor: Actor,
    *,
    outcome: Outcome | None = None,
    mailbox: str = "",
    words: str = "",
    after: str = "",
    size: int = 50,
) -> Page[LedgerRow]:
    """Lines of the ledger, the newest first, of one outcome, one mailbox, or all. Administrators only.

    `words`: an address or its beginning, a ticket's number, a Message-ID, or words of the subject; those are
    looked for among the newest `NEWEST_LINES`.
    """
    require_administrator(actor)
    rows = InboundRaw.objects.select_related("account", "ticket", "blob").order_by("-id")
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    if mailbox:
        rows = rows.filter(account__name=mailbox)
    if words.strip():
        rows = rows.filter(_found(rows, words.strip()))
    if after:
        rows = rows.filter(behind(NEWEST_FIRST, after))
    found = list(rows[: size + 1])
    cursor = encode([found[size - 1].pk]) if len(found) > size else None
    return Page([_ledger_row(row) for row in found[:size]], cursor)


def _found(rows: QuerySet[InboundRaw], words: str) -> Q:
    wanted = text.key(words)
    if "@" in words:
        plain = words.strip("<>")
        return Q(sender__startswith=wanted) | Q(envelope_from__startswith=wanted) | Q(message_header=plain)
    newest = rows.values_list("pk", "subject")[:NEWEST_LINES]
    pks = [pk for pk, subject in newest if wanted in text.key(subject)]
    return Q(pk__in=pks) | Q(ticket__number=words.upper())


def ledger_line(actor: Actor, uid: str) -> LedgerRow:
    """One line of the ledger. Administrators only; `NotFound` when there is none."""
    return _ledger_row(get_line_for(actor, uid))


def unread_mails() -> Mapping[str, int]:
    """How many mails could not be read, by outcome; counted up to a thousand each."""
    return {
        outcome: InboundRaw.objects.filter(outcome=outcome)[:1000].count()
        for outcome in (Outcome.QUARANTINED, Outcome.FAILED)
    }


def get_line_for(actor: Actor, uid: str) -> InboundRaw:
    """A line of the ledger by its uid. Administrators only; `NotFound` when there is none."""
    require_administrator(actor)
    line = InboundRaw.objects.select_related("account", "ticket", "blob").filter(uid=uid).first()
    if line is None:
        raise NotFound
    return line


def lines_with_same_bytes(lines: Sequence[InboundRaw]) -> Mapping[int, InboundRaw]:
    """Other lines with the very same bytes that are settled for good, the first of each, by blob.

    Copies do not count: where their first one is read again, it would become a copy of its own copies.
    """
    same = InboundRaw.objects.select_related("ticket").filter(outcome__in=SETTLED - {Outcome.DUPLICATE})
    found = same.filter(blob_id__in=[line.blob_id for line in lines]).exclude(
        pk__in=[line.pk for line in lines]
    )
    return {row.blob_id: row for row in found.order_by("-id")}


@dataclass(frozen=True)
class Origin:
    """The mail behind a message. `is_new_topic`: its subject was changed, so it may be another question.

    `doubts`: codes of `doubts.Doubt` about its sender.
    """

    uid: str
    is_new_topic: bool
    doubts: Sequence[str] = ()


def originals(message_ids: Iterable[int]) -> Mapping[int, Origin]:
    """Which of these messages came as mail. The caller shows their thread."""
    ids = list(message_ids)
    return (
        {
            message_id: Origin(
                uid=str(uid),
                is_new_topic=reason != SEPARATED and is_new_topic(said, subject, number),
                doubts=tuple((doubts or "").split()),
            )
            for message_id, uid, doubts, said, reason, subject, number in _ORIGINS.rows(
                _origins, *filled(ids)
            )
        }
        if ids
        else {}
    )


def _origins(*messages: int) -> Rows:
    return InboundRaw.objects.filter(message_id__in=messages).values_list(
        "message_id", "uid", "doubts", "subject", "reason", "ticket__subject", "ticket__number"
    )


SEPARATED = "separated"
"""The reason of a line whose mail got a ticket of its own besides."""


def original_for(actor: Actor, uid: str) -> bytes:
    """The raw mail behind a message (MAIL-2), for employees who see its ticket and for administrators."""
    line = InboundRaw.objects.select_related("blob").filter(uid=uid).first()
    if line is None or not (actor.has(ADMINISTER) or _sees(actor, line)):
        raise NotFound
    return files.read_blob(line.blob)


def ticket_of_message(actor: Actor, message_id: int) -> Ticket:
    """The ticket of a message that came as mail; `NotFound` for whoever may not know of it."""
    number = InboundRaw.objects.filter(message_id=message_id).values_list("ticket__number", flat=True).first()
    return get_ticket_for(actor, number or "")


def ticket_number_of(uid: str) -> str:
    """The ticket a mail's line belongs to; empty without one. The caller has checked the access."""
    found = InboundRaw.objects.filter(uid=uid).values_list("ticket__number", flat=True).first()
    return found or ""


def fetched_servers(name: str = "") -> Sequence[MailServer]:
    """Servers mail is taken from, of mailboxes in use; of one mailbox by its name or address, or of all."""
    rows = MailServer.objects.select_related("account").filter(account__enabled=True).exclude(host="")
    if name:
        rows = rows.filter(Q(account__name=name) | Q(account__address=name.strip().lower()))
    return list(rows.order_by("account_id"))


def has_plus_addressing(account: ChannelAccount) -> bool:
    """Whether the mailbox's server delivers `name+anything@…` to `name@…`."""
    return account.pk in PLUS_ADDRESSED.get()


def thread_headers(delivery: Delivery) -> Sequence[str]:
    """Message-IDs for References, the last one for In-Reply-To, without brackets.

    For a client: public mails of the ticket, the client's own last one at the end; what came later is left
    out, so that a letter sent again is the same. For staff: one made-up root a ticket, so that a ticket is
    one thread in their mail program and nobody's private mail is quoted.
    """
    if delivery.audience != Audience.CLIENT:
        return (f"ticket.{delivery.ticket.uid.hex}@otklik",)
    ours = _HEADERS.rows(_our_headers, delivery.ticket_id, delivery.pk, shape="ours")
    theirs = _HEADERS.rows(_their_headers, delivery.ticket_id, delivery.created_at, shape="theirs")
    rows = sorted([*ours, *theirs], key=attrgetter("id"))[-THREAD_LENGTH:]
    last = next((row for row in reversed(rows) if row.delivery_id is None), None)
    return [row.header for row in rows if row is not last] + ([last.header] if last else [])


def _our_headers(ticket_id: int, before: int) -> Rows:
    ours = MailMessageId.objects.filter(ticket_id=ticket_id, delivery__audience=Audience.CLIENT)
    earlier = ours.filter(delivery_id__lt=before).order_by("-id")
    return earlier.values_list(*_HEADER.columns)[:THREAD_LENGTH]


def _their_headers(ticket_id: int, until: datetime) -> Rows:
    came = MailMessageId.objects.filter(ticket_id=ticket_id, delivery=None, created_at__lte=until)
    theirs = came.filter(message__public=True)
    written = theirs.filter(message__agent=None).order_by("-id")
    return written.values_list(*_HEADER.columns)[:THREAD_LENGTH]


def tickets_of_headers(headers: Sequence[str]) -> Sequence[int]:
    """Tickets these Message-IDs belong to, in the order of the ids."""
    if not headers:
        return ()
    rows = MailMessageId.objects.filter(header__in=headers).values_list("header", "ticket_id")
    found = dict(rows)
    return [found[header] for header in headers if header in found]


def recent_automatic(sender: str, within: timedelta) -> int:
    """How many automatic mails of this address were taken in lately."""
    lately = InboundRaw.objects.filter(sender=sender, received_at__gte=clock.now() - within)
    return lately.filter(reason__startswith=AUTOMATIC_REASON).count()


AUTOMATIC_REASON = "auto"
"""Every reason of an automatic mail's line begins so: `auto-reply`, `auto-generated`."""


def _sees(actor: Actor, line: InboundRaw) -> bool:
    may_read = actor.is_agent or actor.is_system
    return may_read and line.ticket_id is not None and bool(visible_ids(actor, [line.ticket_id]))


def _ledger_row(row: InboundRaw) -> LedgerRow:
    return LedgerRow(
        uid=str(row.uid),
        mailbox=row.account.name if row.account else "",
        sender=row.sender or row.envelope_from,
        subject=row.subject,
        received_at=row.received_at,
        outcome=row.outcome,
        reason=row.reason,
        error=row.error,
        number=row.ticket.number if row.ticket else "",
        size=row.blob.size,
        doubts=(row.doubts or "").split(),
    )


def _plus_addressed() -> frozenset[int]:
    return frozenset(Mailbox.objects.filter(plus_addressing=True).values_list("account_id", flat=True))


PLUS_ADDRESSED: SmallTable[frozenset[int]] = SmallTable(_plus_addressed)
