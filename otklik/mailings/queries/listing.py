"""Mass messages and their recipients as lists show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from otklik.core.cursors import Sorted, page_of
from otklik.core.paging import Order, Page
from otklik.mailings.access import require_sending, visible_to
from otklik.mailings.enums import Kind, LeftOut, Stage, Standing
from otklik.mailings.models import Mailing, Recipient
from otklik.people.actor import Actor

NEWEST_FIRST = Sorted((Order("id", descending=True),), (int,))
IN_ORDER = Sorted((Order("id"),), (int,))
TAKEN = (Standing.SENT, Standing.HELD)
TO_COME = (Standing.WAITING, Standing.QUEUED)
NOT_ARRIVED = (Standing.FAILED, Standing.BOUNCED)


@dataclass(frozen=True)
class Progress:
    """How many letters of a message stand how, and what came back."""

    by_state: Mapping[Standing, int]
    answered: int = 0  # by mail: tickets
    voted: int = 0
    unsubscribed: int = 0

    @property
    def total(self) -> int:
        """Letters in all; nobody who was left out."""
        return sum(number for state, number in self.by_state.items() if state is not Standing.LEFT_OUT)

    def of(self, *states: Standing) -> int:
        """How many stand in one of these."""
        return sum(self.by_state.get(state, 0) for state in states)


@dataclass(frozen=True)
class MailingRow:
    """A message with its progress."""

    mailing: Mailing
    progress: Progress


@dataclass(frozen=True)
class RecipientRow:
    """One recipient as the list tells them."""

    uid: str
    contact: str
    name: str
    company: str
    address: str
    language: str
    state: Standing
    reason: LeftOut | None
    error: str
    sent_at: datetime | None
    is_unsure: bool
    machine_at: datetime | None
    unsubscribed_at: datetime | None
    ticket: str
    choice: int | None
    words: str
    answered_at: datetime | None


def mailings_page(
    actor: Actor, *, stage: Stage | None = None, kind: Kind | None = None, after: str = "", limit: int = 50
) -> Page[MailingRow]:
    """Mass messages, the newest first. Needs `mailings.send`; four queries."""
    require_sending(actor)
    rows = visible_to(actor).select_related("account", "author").prefetch_related("files__file")
    if stage is not None:
        rows = rows.filter(stage=stage)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(NEWEST_FIRST.behind(after))
    page = page_of(list(rows.order_by(*NEWEST_FIRST.expressions)[: limit + 1]), NEWEST_FIRST, limit)
    found = _progress(page.rows)
    return Page([MailingRow(row, found[row.pk]) for row in page.rows], page.after)


def standing_of(actor: Actor, mailing: Mailing) -> Progress:
    """How far a message has come. Needs `mailings.send`; one query."""
    require_sending(actor)
    return _progress([mailing])[mailing.pk]


def recipients_page(
    actor: Actor,
    mailing: Mailing,
    *,
    states: Sequence[Standing] = (),
    after: str = "",
    limit: int = 50,
) -> Page[RecipientRow]:
    """The recipients in the order of the list, who was left out too. Needs `mailings.send`; one query."""
    require_sending(actor)
    rows = Recipient.objects.filter(mailing=mailing)
    if states:
        rows = rows.filter(state__in=list(states))
    if after:
        rows = rows.filter(IN_ORDER.behind(after))
    found = _with_names(rows).order_by(*IN_ORDER.expressions)[: limit + 1]
    page = page_of(list(found), IN_ORDER, limit)
    return Page([_row(row) for row in page.rows], page.after)


def every_recipient(actor: Actor, mailing: Mailing) -> Iterator[RecipientRow]:
    """All of them, one after another; for taking them out. Needs `mailings.send`."""
    require_sending(actor)
    rows = _with_names(Recipient.objects.filter(mailing=mailing)).order_by(*IN_ORDER.expressions)
    return (_row(row) for row in rows.iterator(chunk_size=500))


def _with_names(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    return rows.select_related("contact__company", "ticket")


def _progress(mailings: Sequence[Mailing]) -> Mapping[int, Progress]:
    rows = Recipient.objects.filter(mailing__in=[one.pk for one in mailings])
    counted = rows.values_list("mailing_id", "state").annotate(
        number=Count("pk"),
        answered=Count("pk", filter=Q(ticket__isnull=False)),
        voted=Count("pk", filter=Q(answered_at__isnull=False)),
        left=Count("pk", filter=Q(unsubscribed_at__isnull=False)),
    )
    states: dict[int, dict[Standing, int]] = {one.pk: {} for one in mailings}
    sums: dict[int, list[int]] = {one.pk: [0, 0, 0] for one in mailings}
    for mailing_id, state, number, answered, voted, left in counted.order_by("mailing_id", "state"):
        states[mailing_id][Standing(state)] = number
        sums[mailing_id] = [a + b for a, b in zip(sums[mailing_id], (answered, voted, left), strict=True)]
    return {pk: Progress(states[pk], *sums[pk]) for pk in states}


def _row(row: Recipient) -> RecipientRow:
    return RecipientRow(
        uid=str(row.uid),
        contact=str(row.contact.uid),
        name=row.name,
        company=row.contact.company.name if row.contact.company else "",
        address=row.address,
        language=row.language,
        state=Standing(row.state),
        reason=LeftOut(row.reason) if row.reason else None,
        error=row.error,
        sent_at=row.sent_at,
        is_unsure=row.unsure,
        machine_at=row.machine_at,
        unsubscribed_at=row.unsubscribed_at,
        ticket=row.ticket.number if row.ticket else "",
        choice=row.choice,
        words=row.words,
        answered_at=row.answered_at,
    )
