"""Public holidays of a country, from the `holidays` package (https://github.com/vacanza/holidays).

Reads no row: a country and years in, days out. For Russia the package follows the government's decrees on
moved days off; the hour less before a holiday is article 95 of the Labour Code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import holidays as published
from babel import Locale

from otklik.core.translated import Translated

_LANGUAGES = {"ru": "ru", "en": "en_US"}
_SHORT_EVES = frozenset({"RU", "BY", "KZ"})
_MOVED_OFF = ("Выходной", "Day off")


class DayKind(StrEnum):
    """How a day differs from its week."""

    CLOSED = "closed"
    WORKING = "working"  # a day off that is worked instead of another
    SHORT = "short"  # the eve of a holiday: an hour less


@dataclass(frozen=True, slots=True)
class PublicDay:
    """A day that a country's calendar makes different."""

    date: date
    kind: DayKind
    name: Translated


def countries() -> Sequence[str]:
    """Codes (ISO 3166) of the countries whose holidays are known."""
    return sorted(published.list_supported_countries(include_aliases=False))


def country_name(code: str, language: str) -> str:
    """The country in this language, as the Unicode CLDR names it; the code itself where it has no name."""
    return str(Locale.parse(language, sep="-").territories.get(code, code))


def public_days(country: str, years: Sequence[int]) -> list[PublicDay]:
    """Everything that differs in these years, by date; ValueError for a country nobody knows."""
    if country not in countries():
        raise ValueError(f"no holidays are known of {country}")
    names: dict[date, dict[str, str]] = {}
    worked: set[date] = set()
    for language, theirs in _LANGUAGES.items():
        found = published.country_holidays(country, years=list(years), language=theirs)
        worked |= set(getattr(found, "weekend_workdays", ()))
        for day, name in found.items():
            names.setdefault(day, {})[language] = name
    days = [PublicDay(day, DayKind.CLOSED, Translated(texts)) for day, texts in names.items()]
    moved = Translated({"ru": "Рабочий день вместо выходного", "en": "Working day instead of a day off"})
    days += [PublicDay(day, DayKind.WORKING, moved) for day in worked if day.year in years]
    if country in _SHORT_EVES:
        days += [_short(day) for day in _eves(names, worked)]
    return sorted(days, key=lambda day: day.date)


def _eves(names: dict[date, dict[str, str]], worked: set[date]) -> list[date]:
    """Working days right before a holiday itself; before a day off that was only moved there it is none."""
    eves = []
    for day, texts in names.items():
        eve = day - timedelta(days=1)
        is_worked = eve.weekday() < 5 and eve not in names and eve not in worked
        if is_worked and eve.year == day.year and not any(t.startswith(_MOVED_OFF) for t in texts.values()):
            eves.append(eve)
    return eves


def _short(day: date) -> PublicDay:
    return PublicDay(day, DayKind.SHORT, Translated({"ru": "Предпраздничный день", "en": "Eve of a holiday"}))
