"""Who is at work when: against a model that looks at the wall clock minute by minute."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.organisation.worktime import NEVER, Hours, NoWorkingTime, Spans, Timetable, Version, Week
from otklik.people.enums import AbsenceKind
from otklik.people.presence import Away, Plan, Presence, Why, hours_with

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OFFICE: Week = (((9 * 60, 18 * 60),),) * 5 + ((), ())
ZONES = ("Europe/Moscow", "Europe/Berlin", "America/New_York")
STARTS = (
    datetime(2026, 3, 27, tzinfo=UTC),
    datetime(2026, 10, 23, tzinfo=UTC),
    datetime(2026, 10, 30, tzinfo=UTC),
)
"""Days before the clocks change in Berlin and New York."""


def _works(hours: Hours, aways: Sequence[Away], at: datetime) -> bool:
    """Whether the wall clock shows a working minute and nobody said they are away."""
    if any(away.starts <= at and (away.ends is None or at < away.ends) for away in aways):
        return False
    local = at.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None)
    for back in (0, 1, 2):
        day = local.date() - timedelta(days=back)
        minute = (local - datetime.combine(day, datetime.min.time())) // MINUTE
        if any(begin <= minute < end for begin, end in hours.spans_of(day)):
            return True
    return False


def _day(dice: random.Random) -> Spans:
    """A day off, a day, two halves, or a night that ends on the morning after."""
    begin = dice.randrange(0, 12) * 60
    return dice.choice(
        [
            (),
            ((begin, begin + 480),),
            ((begin, begin + 180), (begin + 240, begin + 420)),
            ((22 * 60, 31 * 60),),
        ]
    )


def _away(dice: random.Random, start: datetime) -> Away:
    begins = start + dice.randrange(0, 6 * 24 * 60) * MINUTE
    ends = None if dice.random() < 0.05 else begins + dice.randrange(1, 3000) * MINUTE
    return Away(begins, ends, AbsenceKind.VACATION)


@pytest.mark.parametrize("seed", range(12))
def test_as_the_minute_by_minute_model(seed: int) -> None:
    """Between, the moment by which somebody has worked so long, the next time they come, who is missing."""
    dice = random.Random(seed)
    start = dice.choice(STARTS)
    base = Hours(dice.choice(ZONES), (Version(None, OFFICE),), {start.date() + DAY: ()})
    plans = [
        Plan(
            start.date() + timedelta(days=dice.randrange(-9, 4)),
            start.date() + timedelta(days=dice.randrange(4, 9)) if dice.random() < 0.5 else None,
            [_day(dice) for _one in range(dice.choice([2, 4, 7]))],
            keeps_holidays=dice.random() < 0.5,
        )
        for _one in range(dice.randrange(0, 3))
    ]
    plans = list({plan.begins: plan for plan in plans}.values())
    aways = [_away(dice, start) for _one in range(dice.randrange(0, 4))]
    hours = hours_with(base, plans)
    presence = Presence(Timetable(hours), aways)
    minutes = [start + n * MINUTE for n in range(7 * 24 * 60)]
    works = [_works(hours, aways, at) for at in minutes]
    sums = [0]
    for one in works:
        sums.append(sums[-1] + one)
    for _one in range(40):
        low, high = sorted(dice.sample(range(len(minutes)), 2))
        assert presence.between(minutes[low], minutes[high]) == (sums[high] - sums[low]) * MINUTE
        assert (presence.missing(minutes[low]) is None) == works[low]
        coming = next((at for at, is_in in zip(minutes[low:], works[low:], strict=True) if is_in), None)
        if coming is not None:
            assert presence.next_at_work(minutes[low]) == coming
        wanted = sums[high] - sums[low]
        if wanted:
            reached = next(n for n in range(low, len(sums)) if sums[n] - sums[low] == wanted)
            assert presence.add(minutes[low], wanted * MINUTE) == start + reached * MINUTE


def test_reasons() -> None:
    """Absence comes before the shift; two absences in a row are one; who never comes back is told as such."""
    monday = datetime(2026, 11, 23, 7, tzinfo=UTC)
    hours = Hours("Europe/Moscow", (Version(None, OFFICE),))
    holiday = Away(monday, monday + 2 * DAY, AbsenceKind.VACATION)
    sick = Away(monday + 2 * DAY, monday + 3 * DAY, AbsenceKind.SICK)
    presence = Presence(Timetable(hours), [sick, holiday])
    found = presence.missing(monday + HOUR)
    assert found is not None
    assert (found.why, found.until, found.away) == (Why.ABSENT, monday + 3 * DAY, holiday)
    evening = presence.missing(monday - 12 * HOUR)
    assert evening is not None
    # The office opens at nine in Moscow, an hour before the absence begins.
    assert (evening.why, evening.until) == (Why.OFF_SHIFT, monday - HOUR)
    assert presence.missing(monday + 3 * DAY) is None
    gone = Presence(Timetable(hours), [Away(monday, None, AbsenceKind.OTHER)])
    forever = gone.missing(monday)
    assert forever is not None
    assert forever.until is None
    assert gone.next_at_work(monday) is None
    with pytest.raises(NoWorkingTime):
        gone.add(monday, HOUR)
    assert gone.between(monday - 30 * MINUTE, monday + DAY) == 30 * MINUTE


def test_shifts_that_end_for_good() -> None:
    """After them there is nothing, and asking ends."""
    plan = Plan(date(2026, 11, 23), date(2026, 11, 24), (((600, 660),),))
    presence = Presence(Timetable(hours_with(Hours("UTC", (Version(None, NEVER),)), [plan])))
    assert presence.add(datetime(2026, 11, 20, tzinfo=UTC), 2 * HOUR) == datetime(
        2026, 11, 24, 11, tzinfo=UTC
    )
    assert presence.next_at_work(datetime(2026, 11, 25, tzinfo=UTC)) is None


def test_until_when_they_are_at_work() -> None:
    """The end of the shift: a break within it is none, an absence is; nobody's end who is not there."""
    halves: Week = (((9 * 60, 13 * 60), (14 * 60, 18 * 60)),) * 5 + ((), ())
    hours = Hours("UTC", [Version(None, halves)])
    friday = datetime(2026, 11, 20, tzinfo=UTC)
    leaves = Away(friday + 16 * HOUR, friday + 5 * DAY, AbsenceKind.VACATION)
    whole, short = Presence(Timetable(hours)), Presence(Timetable(hours), [leaves])
    assert whole.until(friday + 10 * HOUR) == friday + 18 * HOUR
    assert short.until(friday + 10 * HOUR) == friday + 16 * HOUR
    for at in (13 * HOUR, 13 * HOUR + 30 * MINUTE, 18 * HOUR, 3 * HOUR, DAY + 10 * HOUR):
        assert whole.until(friday + at) is None
    assert short.until(friday + 17 * HOUR) is None
    apart: Week = (((9 * 60, 11 * 60), (16 * 60, 18 * 60)),) * 5 + ((), ())
    assert Presence(Timetable(Hours("UTC", [Version(None, apart)]))).until(friday + 10 * HOUR) == (
        friday + 11 * HOUR
    )
    assert Presence(Timetable(Hours("UTC", [Version(None, NEVER)]))).until(friday) is None
