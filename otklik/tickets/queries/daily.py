"""Created and done per day (REP-1), and what is usually open at this time: counted along two indexes.

The days before today hardly change and are kept for some minutes; today is counted anew. Done is what is done
still: a ticket that was opened again leaves its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from statistics import median

from django.utils import timezone

from otklik.core import clock
from otklik.core.stretches import Within, numbers_within
from otklik.people.actor import Actor
from otklik.tickets.board_scope import Scope, tickets_in
from otklik.tickets.queries.board import kept
from otklik.tickets.queries.counting import KEPT_SECONDS

DAYS = 30
"""With today."""
WEEKS = 4
"""So many weeks back what is usual is taken from: the same day of the week at the same hour."""
ENOUGH = 2
"""Weeks that must be known for anything to be called usual."""
PAST_SECONDS = 600
"""So old the numbers of the days before today may be."""
COLUMNS = ("created_at", "resolved_at")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the reader's calendar."""

    date: date
    created: int
    resolved: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of time with what was created and what was done in it."""

    start: datetime
    end: datetime
    numbers: tuple[int, int] = (0, 0)


def days(actor: Actor, scope: Scope) -> Sequence[Day]:
    """The last `DAYS` days, the oldest first. At most two queries of ranges of an index."""
    zone = timezone.get_current_timezone()
    last = clock.now().astimezone(zone).date()
    past = _past(actor, scope, zone)[: DAYS - 1]
    today_numbers = _today(actor, scope, zone)
    numbers = [*(part.numbers for part in past), today_numbers]
    first = last - timedelta(days=DAYS - 1)
    return [Day(first + timedelta(days=n), *pair) for n, pair in enumerate(numbers)]


def usually_open(actor: Actor, scope: Scope, open_now: int) -> int | None:
    """How many are open at this hour of this day of the week: the middle of the last `WEEKS`, worked out
    back from what is open now. None where fewer than `ENOUGH` weeks had any. No queries besides `days`."""
    zone = timezone.get_current_timezone()
    parts = _past(actor, scope, zone)
    past, hours = parts[: DAYS - 1], parts[DAYS - 1 :]
    found = []
    for weeks, rest in enumerate(hours, start=1):
        since = [rest.numbers, *(part.numbers for part in past[DAYS - 7 * weeks :])]
        since.append(_today(actor, scope, zone))
        was = open_now - sum(created for created, _done in since) + sum(done for _created, done in since)
        if was > 0:
            found.append(was)
    return round(median(found)) if len(found) >= ENOUGH else None


def _past(actor: Actor, scope: Scope, zone: tzinfo) -> Sequence[_Part]:
    """Every day before today; then, for each week back, the rest of that day from this hour on."""
    hour = clock.now().astimezone(zone).replace(minute=0, second=0, microsecond=0)
    what = ("past", str(zone), hour.isoformat())
    return kept(
        actor, scope, what, PAST_SECONDS, lambda: _counted(actor, scope, [*_days(hour), *_rests(hour)])
    )


def _today(actor: Actor, scope: Scope, zone: tzinfo) -> tuple[int, int]:
    now = clock.now().astimezone(zone)
    day = [_Part(_midnight(now.date(), zone), _midnight(now.date() + timedelta(days=1), zone))]
    found = kept(
        actor,
        scope,
        ("today", str(zone), now.date()),
        KEPT_SECONDS,
        lambda: _counted(actor, scope, day),
    )
    return found[0].numbers


def _days(hour: datetime) -> Iterator[_Part]:
    zone = hour.tzinfo or UTC
    for back in range(DAYS - 1, 0, -1):
        day = hour.date() - timedelta(days=back)
        yield _Part(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def _rests(hour: datetime) -> Iterator[_Part]:
    for weeks in range(1, WEEKS + 1):
        then = hour - timedelta(weeks=weeks)
        midnight = _midnight(then.date() + timedelta(days=1), hour.tzinfo or UTC)
        yield _Part(then.astimezone(UTC), midnight)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _counted(actor: Actor, scope: Scope, parts: Sequence[_Part]) -> list[_Part]:
    """These stretches counted: one query, in which each is a range of an index."""
    tickets = tickets_in(actor, scope, by_time=True).order_by()

    def within(column: str) -> Within:
        return lambda low, high: tickets.filter(**{f"{column}__gte": low, f"{column}__lt": high}).values_list(
            column
        )

    found = numbers_within([within(column) for column in COLUMNS], [(part.start, part.end) for part in parts])
    return [_Part(part.start, part.end, (row[0], row[1])) for part, row in zip(parts, found, strict=True)]
