"""Filters for what people read: typography, moments, sizes. Applied at output, never to what is stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from otklik.core.phone import shown
from otklik.web.moments import reading

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
    """A moment in the reader's zone; see `Moments.local` for the forms."""
    return reading().local(moment, form)


def full_day(day: date | None) -> str:
    """A day without a time: `22 ноября 2026`; empty for none."""
    return date_format(day, "j E Y").replace(" ", NBSP) if day else ""


def since(moment: datetime | None) -> str:
    """How long ago, briefly: `4 мин`, `1 ч 12 мин`, `вчера`, `19 ноя`."""
    return reading().since(moment)


def waited(moment: datetime) -> str:
    """How long somebody has waited since then, as a sentence of a line: `ждёт 36 мин`, `ждёт 3 дня`."""
    gone = reading().now - moment
    if gone < timedelta(minutes=1):
        return gettext("waits for less than a minute")
    return gettext("waits for %(time)s") % {"time": span(gone)}


def span(length: timedelta) -> str:
    """A length of time in the two largest units, unbroken: `38 мин`, `2 ч 10 мин`, `3 дня`."""
    return reading().span(length)


def filesize(size: int) -> str:
    """`410 КБ`, `1,2 МБ`."""
    if size < 1024:
        return gettext("%(n)s B") % {"n": size}
    if size < 1024 * 1024:
        return gettext("%(n)s KB") % {"n": round(size / 1024)}
    amount = f"{size / 1024 / 1024:.1f}".removesuffix(".0")
    return gettext("%(n)s MB") % {"n": amount.replace(".", ",") if is_russian() else amount}


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """`Елена Белова` → `ЕБ`, `Школа № 18` → `Ш1`, for avatars."""
    words = [word for word in _BETWEEN_WORDS.split(name) if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


def hue(identity: int | str) -> int:
    """A stable hue of an avatar, in degrees, from an id."""
    seed = identity if isinstance(identity, int) else sum(map(ord, identity))
    return seed * 137 % 360


def grouped(number: int) -> str:
    """`12 345`: digits in groups of three."""
    return f"{number:,}".replace(",", "\u00a0")


def is_russian() -> bool:
    """Whether the page speaks Russian, as it does unless English was chosen."""
    return not (get_language() or "ru").startswith("en")


FILTERS: dict[str, Callable[..., object]] = {
    "typo": typo,
    "localtime": localtime,
    "day": full_day,
    "since": since,
    "waited": waited,
    "span": span,
    "filesize": filesize,
    "initials": initials,
    "hue": hue,
    "phone": shown,
}
