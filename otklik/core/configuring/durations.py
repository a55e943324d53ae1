"""Lengths of time an administrator types: `4 h`, `4:30`, `1 h 30 min`, `45`. Kept in minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from otklik.core.configuring.kinds import Wrong

_COLON = re.compile(r"(\d{1,4}):([0-5]\d)")
_UNITS = re.compile(
    r"(?:(?P<hours>\d{1,4}) ?(?:h|hours?|ч|час|часа|часов)\.?)? ?"
    r"(?:(?P<minutes>\d{1,6}) ?(?:m|min|minutes?|м|мин|минут|минуты|минута)?\.?)?"
)
HOUR = 60


@dataclass(frozen=True)
class Duration:
    """A length of time in whole minutes, from `low` to `high`."""

    form: ClassVar[str] = "text"
    low: int = 1
    high: int = 60 * 24 * 366

    def clean(self, value: object) -> int | None:
        """Minutes; `Wrong` for what is no length of time."""
        if isinstance(value, int) and not isinstance(value, bool):
            minutes: int | None = value
        else:
            plain = " ".join(str(value).lower().split()) if value is not None else ""
            if not plain:
                return None
            minutes = _minutes(plain)
        if minutes is None:
            raise Wrong(self.missing)
        if not self.low <= minutes <= self.high:
            bounds = {"low": spell(self.low), "high": spell(self.high)}
            raise Wrong(_("Enter a time from %(low)s to %(high)s.") % bounds)
        return minutes

    @property
    def missing(self) -> str:
        return _("Enter hours and minutes: 4 h, 1:30, 45 min.")

    def show(self, value: object) -> str:
        return spell(value) if isinstance(value, int) else ""


def spell(minutes: int) -> str:
    """As it is typed and told: `4 h`, `1 h 30 min`, `45 min`."""
    hours, rest = divmod(minutes, HOUR)
    parts = [_("%(n)s h") % {"n": hours}] if hours else []
    parts += [_("%(n)s min") % {"n": rest}] if rest or not hours else []
    return " ".join(parts)


def _minutes(plain: str) -> int | None:
    clock = _COLON.fullmatch(plain)
    if clock is not None:
        return int(clock[1]) * HOUR + int(clock[2])
    units = _UNITS.fullmatch(plain)
    if units is None or not any(units.groups()):
        return None
    return int(units["hours"] or 0) * HOUR + int(units["minutes"] or 0)
