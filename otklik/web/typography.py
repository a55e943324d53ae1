"""Filters for what people read: typography, moments, sizes. Applied at output, never to what is stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from otklik.core import clock
from otklik.core.phone import shown

NBSP = "\u00a0"
_BETWEEN_WORDS = re.compile(r"[^\w-]+")
_SHORT = re.compile(r"(?<![\w-])([А-Яа-яЁёA-Za-z]{1,2}) (?=\S)")
_DASH = re.compile(r" — ")
_NUMBER_SIGN = re.compile(r"№ ?(?=\d)")


def typo(text: str) -> str:
    """No-break spaces after one- and two-letter words, after № and before a dash (ux.md, wording)."""
    text = _NUMBER_SIGN.sub(f"№{NBSP}", text)
    text = _DASH.sub(f"{NBSP}— ", text)
    return _SHORT.sub(rf"\1{NBSP}", text)


def localtime(moment: datetime | None, form: str = "full") -> str:
    """A moment in the reader's zone.

    `full` 20 ноября 2026, 9:57 · `short` 20 ноя · `day` Сегодня, Вчера, 20 ноября · `clock` 9:57 · `iso`.
    """
    if moment is None:
        return ""
    local = moment.astimezone(_zone())
    if form == "iso":
        return local.isoformat(timespec="minutes")
    time = f"{local.hour}:{local.minute:02}"
    if form == "clock":
        return time
    if form == "short":
        return _short_day(local)
    if form == "day":
        return _day(local)
    months = _MONTHS[_language()]
    return f"{local.day} {months[local.month - 1]} {local.year}, {time}"


def since(moment: datetime | None) -> str:
    """How long ago, briefly: `4 мин`, `1 ч 12 мин`, `вчера`, `19 ноя`."""
    if moment is None:
        return ""
    gone = clock.now() - moment
    if gone < timedelta(minutes=1):
        return gettext("now")
    if gone < timedelta(hours=24):
        return span(gone)
    if days_from_now(moment) == -1:
        return gettext("yesterday")
    return _short_day(moment.astimezone(_zone()))


def days_from_now(moment: datetime) -> int:
    """Whole days of the reader's calendar: 0 today, 1 tomorrow, -1 yesterday."""
    zone = _zone()
    return (moment.astimezone(zone).date() - clock.now().astimezone(zone).date()).days


def span(length: timedelta) -> str:
    """A length of time in the two largest units, unbroken: `38 мин`, `2 ч 10 мин`, `3 дня`."""
    return _span(length).replace(" ", NBSP)


def _span(length: timedelta) -> str:
    minutes = int(abs(length).total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days >= 2:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    hours += days * 24
    if hours and minutes % 60:
        return gettext("%(h)s h %(m)s min") % {"h": hours, "m": minutes % 60}
    if hours:
        return gettext("%(h)s h") % {"h": hours}
    return gettext("%(m)s min") % {"m": minutes}


def filesize(size: int) -> str:
    """`410 КБ`, `1,2 МБ`."""
    if size < 1024:
        return gettext("%(n)s B") % {"n": size}
    if size < 1024 * 1024:
        return gettext("%(n)s KB") % {"n": round(size / 1024)}
    amount = f"{size / 1024 / 1024:.1f}".removesuffix(".0")
    return gettext("%(n)s MB") % {"n": amount.replace(".", ",") if _russian() else amount}


def initials(name: str) -> str:
    """`Елена Белова` → `ЕБ`, `Школа № 18` → `Ш1`, for avatars."""
    words = [word for word in _BETWEEN_WORDS.split(name) if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


def hue(identity: int | str) -> int:
    """A stable hue of an avatar, in degrees, from an id."""
    seed = identity if isinstance(identity, int) else sum(map(ord, identity))
    return seed * 137 % 360


def _day(local: datetime) -> str:
    days = days_from_now(local)
    if days in (0, -1):
        return gettext("Today") if days == 0 else gettext("Yesterday")
    day = f"{local.day} {_MONTHS[_language()][local.month - 1]}"
    return day if local.year == clock.now().year else f"{day} {local.year}"


def _short_day(local: datetime) -> str:
    day = f"{local.day} {_SHORT_MONTHS[_language()][local.month - 1]}"
    return day if local.year == clock.now().year else f"{day} {local.year}"


def _zone() -> tzinfo:
    return timezone.get_current_timezone()


def _russian() -> bool:
    return _language() == "ru"


def _language() -> str:
    return "en" if (get_language() or "ru").startswith("en") else "ru"


# Written out: a list shows a hundred moments, and Django's date_format costs more than the list's query.
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


FILTERS: dict[str, Callable[..., object]] = {
    "typo": typo,
    "localtime": localtime,
    "since": since,
    "span": span,
    "filesize": filesize,
    "initials": initials,
    "hue": hue,
    "phone": shown,
}
