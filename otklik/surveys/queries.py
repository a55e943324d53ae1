"""Reads of ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count
from django.utils.translation import get_language

from otklik.core import clock
from otklik.core.cursors import Sorted, page_of
from otklik.core.paging import Order, Page
from otklik.people.actor import Actor
from otklik.surveys import settings
from otklik.surveys.access import visible_ratings
from otklik.surveys.models import Rating
from otklik.surveys.terms import VALUES, Standing, may_write_over, rated_until, refusal
from otklik.tickets.models import Ticket

NEWEST = Sorted((Order("given_at", descending=True), Order("id", descending=True)), (datetime, int))


@dataclass(frozen=True)
class RatingState:
    """How a ticket stands with its rating, for a page: given or not, whether and until when it may be.

    One from before the work began again is none: the history tells it. `contact_id` and `by` (a name) say
    who gave it; None and empty for the outside address of the ticket. `is_anothers`: not the reader's own;
    `is_kept_from`: in time to be changed, but not by this reader.
    """

    value: int | None
    comment: str
    given_at: datetime | None
    via: str
    may_rate: bool
    until: datetime | None
    contact_id: int | None = None
    by: str = ""
    is_anothers: bool = False
    is_kept_from: bool = False


@dataclass(frozen=True, slots=True)
class Mean:
    """How many ratings somebody got, and their mean (1 to 5)."""

    number: int
    mean: float


def rating_of(ticket: Ticket, reader: Actor | None = None) -> RatingState:
    """The rating of a ticket the actor was given by `tickets.access`, and whether it may be given now; by
    this client, where one is named."""
    # The ticket's own column is emptied when work begins again: without it no rating counts.
    given = None if ticket.rating is None else _given(ticket)
    standing = standing_of(ticket, given)
    open_days, change_days = settings.OPEN_DAYS.get(), settings.CHANGE_DAYS.get()
    refused = refusal(standing, clock.now(), open_days=open_days, change_days=change_days)
    counting = given if standing.given_at else None
    theirs = counting is not None and reader is not None and counting.contact_id != reader.contact_id
    is_kept_from = reader is not None and not _may_give(reader, ticket, counting)
    return RatingState(
        value=counting.value if counting else None,
        comment=counting.comment if counting else "",
        given_at=standing.given_at,
        via=counting.via if counting else "",
        may_rate=refused is None and not is_kept_from,
        until=rated_until(standing, open_days=open_days, change_days=change_days),
        contact_id=counting.contact_id if counting else None,
        by=counting.contact.name if counting and counting.contact else "",
        is_anothers=theirs,
        is_kept_from=refused is None and is_kept_from,
    )


def _may_give(reader: Actor, ticket: Ticket, counting: Rating | None) -> bool:
    return counting is None or may_write_over(reader.contact_id, counting.contact_id, ticket.contact_id)


def _given(ticket: Ticket) -> Rating | None:
    """Read with who gave it: pages say their name to everybody else."""
    return Rating.objects.select_related("contact").filter(ticket=ticket).first()


def standing_of(ticket: Ticket, given: Rating | None) -> Standing:
    """What `terms` decide by. A rating from before the work began again does not count: it is given anew."""
    done_at = ticket.resolved_at
    counts = given is not None and not ticket.is_open and (done_at is None or given.given_at >= done_at)
    return Standing(
        is_on=settings.IS_ON.get(),
        is_processed=ticket.outcome is None,
        done_at=ticket.closed_at or ticket.resolved_at,
        given_at=given.given_at if given and counts else None,
    )


def captions(language: str | None = None) -> Mapping[int, str]:
    """The words for 5 to 1 in a language, the reader's by default; a missing one is the digit."""
    russian = (language or get_language() or "").startswith("ru")
    words = (settings.CAPTIONS_RU if russian else settings.CAPTIONS_EN).get()
    return {value: words[n] if n < len(words) and words[n] else str(value) for n, value in enumerate(VALUES)}


def ratings_page(actor: Actor, *, at_most: int = 5, after: str = "", limit: int = 50) -> Page[Rating]:
    """A page of the ratings of tickets the actor may see, newest first. One query."""
    found = visible_ratings(actor).filter(value__lte=at_most)
    if after:
        found = found.filter(NEWEST.behind(after))
    rows = found.select_related("ticket", "contact").order_by(*NEWEST.expressions)[: limit + 1]
    return page_of(list(rows), NEWEST, limit)


def means_of(
    actor: Actor, by: str, *, since: datetime | None = None, until: datetime | None = None
) -> Mapping[int, Mean]:
    """Number and mean of ratings by `agent` or `team` (row ids), over what the actor may see. One query."""
    if by not in ("agent", "team"):
        raise ValueError(f"no means by {by}")
    found = visible_ratings(actor).filter(**{f"{by}__isnull": False})
    if since is not None:
        found = found.filter(given_at__gte=since)
    if until is not None:
        found = found.filter(given_at__lt=until)
    rows: Sequence[tuple[int, int, float]] = list(
        found.order_by().values_list(f"{by}_id").annotate(number=Count("pk"), mean=Avg("value"))
    )
    return {pk: Mean(number, mean) for pk, number, mean in rows}
