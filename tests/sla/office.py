"""Moments, rules and clocks of tests about deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from otklik.organisation.calendars import CalendarInfo, SpecialDay
from otklik.organisation.commands import CalendarSpec
from otklik.organisation.worktime import Version, Week
from otklik.people.commands.configure import set_up
from otklik.sla.models import Clock, SlaRule
from otklik.sla.shapes import SLA_RULE
from otklik.tickets.models import Ticket
from tests import make

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE: Week = (((9 * 60, 18 * 60),),) * 5 + ((), ())
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026: the 20th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


def spec(
    calendar: CalendarInfo,
    *,
    weeks: Sequence[Version] | None = None,
    days: Sequence[SpecialDay] | None = None,
    zone: str | None = None,
) -> CalendarSpec:
    """What a calendar says, with what is to be otherwise."""
    return CalendarSpec(
        calendar.name,
        calendar.weeks if weeks is None else weeks,
        calendar.days if days is None else days,
        calendar.zone if zone is None else zone,
        calendar.country,
        calendar.is_default,
    )


def sla_rule(people: make.Cast, calendar: CalendarInfo, name: str = "Обычный", **values: object) -> SlaRule:
    """An SLA rule, for every ticket unless it says otherwise."""
    return set_up(people.admin, SLA_RULE, {"name": {"ru": name}, "calendar": calendar.id, **values})


def clocks(ticket: Ticket) -> dict[str, Clock]:
    return {f"{c.kind}{c.run}": c for c in Clock.objects.filter(ticket=ticket)}
