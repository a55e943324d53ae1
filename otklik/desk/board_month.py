"""The month of the board in words and bars: what was created and what was done, by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from otklik.desk.board_chart import Chart, chart_of
from otklik.organisation.calendars import calendar_of
from otklik.people.queries import staff
from otklik.tickets.board_scope import Scope
from otklik.tickets.queries.daily import Day
from otklik.web.moments import reading
from otklik.web.typography import grouped


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the table."""

    name: str
    created: str
    resolved: str
    more: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class Month:
    """Created and done by day: drawn, or as a table the newest first."""

    created: str
    resolved: str
    chart: Chart
    lines: Sequence[DayLine]
    said: str


def month_told(scope: Scope, found: Sequence[Day]) -> Month:
    """The days, the oldest first, shaded where the calendar of the team, or of all, has no working time."""
    hours = calendar_of(staff().teams[scope.team].calendar_id if scope.team else None).hours

    def is_off(day: date) -> bool:
        return not hours.spans_of(day)

    told = reading()
    busiest = max(found, key=lambda day: day.created)
    created, resolved = sum(day.created for day in found), sum(day.resolved for day in found)
    first, last = told.day(found[0].date), told.day(found[-1].date)
    return Month(
        created=grouped(created),
        resolved=grouped(resolved),
        chart=chart_of(found, is_off, told.day),
        lines=[_line(day, told.day(day.date), is_off=is_off(day.date)) for day in reversed(found)],
        said=_(
            "Created and done by day, %(first)s to %(last)s: %(created)s and %(resolved)s. Most were created "
            "on %(day)s: %(most)s. The same numbers stand in the table."
        )
        % {
            "first": first,
            "last": last,
            "created": created,
            "resolved": resolved,
            "day": told.day(busiest.date),
            "most": busiest.created,
        },
    )


def _line(day: Day, name: str, *, is_off: bool) -> DayLine:
    more = day.created - day.resolved
    sign = "+" if more > 0 else "\u2212" if more < 0 else ""
    return DayLine(name, str(day.created), str(day.resolved), f"{sign}{abs(more)}", is_off)
