"""Moments and lengths of time as one reader is told them: their zone, their language, now.

A list tells a hundred of them. What they have in common is found once: asking Django for the zone and the
language of every single one costs more than telling it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from otklik.core import clock

NBSP = "\u00a0"
_MINUTE, _DAY = timedelta(minutes=1), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Words:
    """What lengths of time are called in one language; a gap for each number."""

    now: str
    yesterday: str
    hours_minutes: str
    hours: str
    minutes: str


@dataclass(frozen=True, slots=True)
class Moments:
    """How one reader is told moments, at one moment."""

    now: datetime
    today: int
    zone: tzinfo
    language: str
    words: _Words

    def local(self, moment: datetime | None, form: str = "full") -> str:
        """A moment in the reader's zone.

        `full` 20 ноября 2026, 9:57 · `short` 20 ноя · `day` Сегодня, Вчера, 20 ноября · `clock` 9:57 · `iso`.
        """
        if moment is None:
            return ""
        local = moment.astimezone(self.zone)
        if form == "iso":
            return local.isoformat(timespec="minutes")
        time = f"{local.hour}:{local.minute:02}"
        if form == "clock":
            return time
        if form == "short":
            return self._with_year(local, _SHORT_MONTHS)
        if form == "day":
            return self._day(local)
        return f"{local.day} {_MONTHS[self.language][local.month - 1]} {local.year}, {time}"

    def day(self, day: date) -> str:
        """A day of the reader's calendar: `20 ноя`, of another year with it."""
        return self._with_year(day, _SHORT_MONTHS)

    def since(self, moment: datetime | None) -> str:
        """How long ago, briefly: `4 мин`, `1 ч 12 мин`, `вчера`, `19 ноя`."""
        if moment is None:
            return ""
        gone = self.now - moment
        if gone < _MINUTE:
            return self.words.now
        if gone < _DAY:
            return self.span(gone)
        local = moment.astimezone(self.zone)
        if local.toordinal() == self.today - 1:
            return self.words.yesterday
        return self._with_year(local, _SHORT_MONTHS)

    def days_from_now(self, moment: datetime) -> int:
        """Whole days of the reader's calendar: 0 today, 1 tomorrow, -1 yesterday."""
        return moment.astimezone(self.zone).toordinal() - self.today

    def span(self, length: timedelta) -> str:
        """A length of time in the two largest units, unbroken: `38 мин`, `2 ч 10 мин`, `3 дня`."""
        minutes = int(abs(length).total_seconds() // 60)
        days, hours = minutes // 1440, minutes // 60 % 24
        if days >= 2:
            return _days(self.language, days)
        hours += days * 24
        if not hours:
            return self.words.minutes % {"m": minutes}
        form = self.words.hours_minutes if minutes % 60 else self.words.hours
        return form % {"h": hours, "m": minutes % 60}

    def _day(self, local: datetime) -> str:
        days = local.toordinal() - self.today
        if days in (0, -1):
            return gettext("Today") if days == 0 else gettext("Yesterday")
        return self._with_year(local, _MONTHS)

    def _with_year(self, local: date, months: Mapping[str, Sequence[str]]) -> str:
        day = f"{local.day} {months[self.language][local.month - 1]}"
        return day if local.year == self.now.year else f"{day} {local.year}"


def reading() -> Moments:
    """For the reader of the request under way, now."""
    language, zone, now = get_language() or "ru", timezone.get_current_timezone(), clock.now()
    known = "en" if language.startswith("en") else "ru"
    return Moments(now, now.astimezone(zone).toordinal(), zone, known, _words(language))


@lru_cache(maxsize=1000)
def _days(_language: str, days: int) -> str:
    return (ngettext("%(n)s day", "%(n)s days", days) % {"n": days}).replace(" ", NBSP)


@lru_cache(maxsize=8)
def _words(_language: str) -> _Words:
    return _Words(
        now=gettext("now"),
        yesterday=gettext("yesterday"),
        hours_minutes=gettext("%(h)s h %(m)s min").replace(" ", NBSP),
        hours=gettext("%(h)s h").replace(" ", NBSP),
        minutes=gettext("%(m)s min").replace(" ", NBSP),
    )


# Written out: Django's date_format costs more than the list's query.
_MONTHS = {
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT_MONTHS = {
    "ru": ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
