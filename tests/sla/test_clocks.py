"""Clocks of tickets: the examples people know, and chains of turns against a count minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.organisation.worktime import ALWAYS, NEVER, Hours, Timetable, Version
from otklik.sla.clocks import (
    Cause,
    Kind,
    Look,
    Mode,
    Running,
    Segment,
    Terms,
    Turn,
    deadline,
    mode_of,
    moment_of,
    passed_at,
    retermed,
    turned,
    used_by,
)

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = ((9 * 60, 18 * 60),)
WEEK = (OFFICE,) * 5 + ((), ())
MINUTE = timedelta(minutes=1)
MONDAY = date(2026, 11, 23)
HOURS = Hours("Europe/Moscow", (Version(None, WEEK),), {MONDAY: ()})
TABLE = Timetable(HOURS)
AROUND = Timetable(Hours("UTC", (Version(None, ALWAYS),)))
FOUR_HOURS = Terms(timedelta(hours=4), calendar_id=1)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


def begun(at: datetime, terms: Terms = FOUR_HOURS) -> Running:
    return Running(terms, Mode.RUNS, at)


def test_friday_evening_over_a_holiday_and_a_question() -> None:
    """Friday 17:50, four hours, Monday closed: Tuesday 12:50. Asked at 10:00, answered at 15:00: 17:50."""
    clock = begun(moscow(20, 17, 50))
    assert deadline(clock, TABLE) == moscow(24, 12, 50)
    asked, ran = turned(clock, Mode.STANDS, Turn(moscow(24, 10), Cause.PAUSED), TABLE)
    assert (ran.worked, ran.runs, ran.cause) == (timedelta(minutes=70), True, Cause.REGISTERED)
    assert deadline(asked, TABLE) is None
    assert used_by(asked, TABLE, moscow(24, 14)) == timedelta(minutes=70)
    answered, stood = turned(asked, Mode.RUNS, Turn(moscow(24, 15), Cause.RESUMED), TABLE)
    assert (stood.worked, stood.runs, stood.cause) == (timedelta(0), False, Cause.PAUSED)
    assert deadline(answered, TABLE) == moscow(24, 17, 50)


def test_time_counts_only_while_the_ticket_is_open() -> None:
    """Resolved in one hour, reopened a week later, resolved in 30 minutes: an hour and a half (SLA-5)."""
    clock = begun(moscow(16, 10))
    done, _first = turned(clock, Mode.STOPPED, Turn(moscow(16, 11), Cause.MET), TABLE)
    again, _idle = turned(done, Mode.RUNS, Turn(moscow(24, 9), Cause.REOPENED), TABLE)
    assert deadline(again, TABLE) == moscow(24, 12)
    over, _last = turned(again, Mode.STOPPED, Turn(moscow(24, 9, 30), Cause.MET), TABLE)
    assert over.used == timedelta(minutes=90)
    assert over.breached_at is None


def test_a_breach_stays_and_is_told_by_its_own_moment() -> None:
    clock = begun(moscow(24, 9), Terms(timedelta(hours=1), 1))
    late, _ran = turned(clock, Mode.STANDS, Turn(moscow(24, 10, 30), Cause.PAUSED), TABLE)
    assert late.breached_at == moscow(24, 10)
    assert deadline(late, TABLE) == moscow(24, 10)
    on_time, _ran = turned(clock, Mode.STOPPED, Turn(moscow(24, 10), Cause.MET), TABLE)
    assert on_time.breached_at is None


def test_other_terms_carry_the_time_over() -> None:
    """From four hours to eight, and from four to one: 73 minutes are used either way."""
    clock = begun(moscow(24, 9))
    at = Turn(moscow(24, 10, 13), Cause.RULE)
    longer, closed = retermed(clock, Terms(timedelta(hours=8), 2), at, TABLE, (), ())
    assert (closed.worked, longer.used) == (timedelta(minutes=73),) * 2
    assert deadline(longer, AROUND) == moscow(24, 10, 13) + timedelta(hours=8, minutes=-73)
    shorter, _closed = retermed(clock, Terms(timedelta(hours=1), 1), at, TABLE, (), ())
    assert shorter.breached_at == deadline(shorter, TABLE) == moscow(24, 10)
    back = Turn(moscow(24, 11), Cause.RULE)
    pardoned, _closed = retermed(shorter, FOUR_HOURS, back, TABLE, (_closed,), (TABLE,))
    assert pardoned.breached_at is None
    assert deadline(pardoned, TABLE) == moscow(24, 13)


def test_no_working_time_is_no_deadline() -> None:
    never = Timetable(Hours("UTC", (Version(None, NEVER),)))
    clock = begun(moscow(24, 9))
    assert deadline(clock, never) is None
    stood, closed = turned(clock, Mode.STANDS, Turn(moscow(25, 9), Cause.PAUSED), never)
    assert (stood.used, closed.worked, stood.breached_at) == (timedelta(0), timedelta(0), None)


def test_a_share_is_reached_once() -> None:
    clock = begun(moscow(24, 9))
    assert moment_of(clock, TABLE, 75) == moscow(24, 12)
    later, _ran = turned(clock, Mode.STANDS, Turn(moscow(24, 12, 30), Cause.PAUSED), TABLE)
    again, _stood = turned(later, Mode.RUNS, Turn(moscow(24, 15), Cause.RESUMED), TABLE)
    assert moment_of(again, TABLE, 75) is None
    assert moment_of(again, TABLE, 100) == moscow(24, 15, 30)


def test_a_clock_set_back_counts_nothing_twice() -> None:
    clock = begun(moscow(24, 12))
    after, closed = turned(clock, Mode.STANDS, Turn(moscow(24, 10), Cause.PAUSED), TABLE)
    assert (closed.began, closed.ended, closed.worked) == (moscow(24, 12), moscow(24, 12), timedelta(0))
    assert after.since == moscow(24, 12)


def test_what_each_clock_does() -> None:
    """By whether the ticket is open, its status pauses, a person has reacted, the client waits."""
    fresh = Look(is_open=True, pauses=False, reacted=False, client_waits=True)
    assert {kind: mode_of(kind, fresh) for kind in Kind} == dict.fromkeys(Kind, Mode.RUNS)
    asked = Look(is_open=True, pauses=True, reacted=True, client_waits=False)
    assert mode_of(Kind.REACTION, asked) is Mode.STOPPED
    assert mode_of(Kind.RESOLUTION, asked) is Mode.STANDS
    assert mode_of(Kind.ANSWER, asked) is Mode.STOPPED
    done = Look(is_open=False, pauses=False, reacted=False, client_waits=True)
    assert {mode_of(kind, done) for kind in Kind} == {Mode.STOPPED}


minutes = st.integers(0, 4 * 24 * 60)


@settings(max_examples=150)
@given(st.lists(st.tuples(minutes, st.sampled_from(Mode)), max_size=8), st.integers(1, 40 * 60))
def test_chains_of_turns_against_a_count_by_minutes(turns: list[tuple[int, Mode]], allowed: int) -> None:
    """Used time is the minutes worked while running; the deadline, the first minute it is used up."""
    start = moscow(19, 8)
    clock = begun(start, Terms(timedelta(minutes=allowed), 1))
    segments: list[Segment] = []
    story: list[tuple[datetime, Mode]] = [(start, Mode.RUNS)]
    at = start
    for wait, mode in turns:
        at += timedelta(minutes=wait)
        clock, closed = turned(clock, mode, Turn(at, Cause.RESUMED), TABLE)
        segments.append(closed)
        story.append((at, mode))
    worked, breached = _walked(story, at, allowed)
    assert clock.used == sum((s.worked for s in segments), timedelta(0)) == timedelta(minutes=worked)
    assert (
        clock.breached_at == passed_at(segments, [TABLE] * len(segments), clock.terms.allowance) == breached
    )


def _walked(story: list[tuple[datetime, Mode]], until: datetime, allowed: int) -> tuple[int, datetime | None]:
    """Minutes worked while the clock ran, and when it ran on though so many were used up."""
    count, breached = 0, None
    ends = [began for began, _mode in story[1:]] + [until]
    for (began, mode), ended in zip(story, ends, strict=True):
        moment = began
        while mode is Mode.RUNS and moment < ended:
            if count == allowed and breached is None:
                breached = moment
            count += _works(moment)
            moment += MINUTE
            if count == allowed and breached is None and moment < ended and _works(moment - MINUTE):
                breached = moment
    return count, breached


def _works(moment: datetime) -> bool:
    local = moment.astimezone(UTC).astimezone(MOSCOW)
    return local.weekday() < 5 and local.date() != MONDAY and 9 <= local.hour < 18
