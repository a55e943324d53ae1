"""The chart of the board: where the bars of thirty days stand, as shares of its breadth. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otklik.tickets.queries.daily import Day

TOP, BASE = 16, 286
"""Where the plot begins and ends, of `HEIGHT` units; the days are named below."""
HEIGHT = 318
LINES = 4
"""At most so many lines across, besides the base."""
BREADTH = 0.36
"""Of a bar, in its slot."""
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Column:
    """A bar: from the left, breadth in per cent; top and height in units."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn. `rules`: lines across, with their numbers; `names`: days below, by the middle of
    their slots; `highest`: the number above the highest bar with the place of it."""

    created: Sequence[Column]
    resolved: Sequence[Column]
    off: Sequence[Column]
    rules: Sequence[tuple[str, str]]
    names: Sequence[tuple[str, str]]
    highest: tuple[str, str, str]


def chart_of(days: Sequence[Day], is_off: Callable[[date], bool], name: Callable[[date], str]) -> Chart:
    """The days, the oldest first. `is_off`: shaded; `name`: what stands below a Monday."""
    slot = 100 / len(days)
    peak = max(max(day.created, day.resolved) for day in days)
    step = _step(peak)
    most = max(-(-peak // step) * step, step)
    unit = (BASE - TOP) / most
    tallest = max(range(len(days)), key=lambda n: days[n].created)
    middles = [(n + 0.5) * slot for n in range(len(days))]
    return Chart(
        created=_bars([day.created * unit for day in days], slot, 0.12),
        resolved=_bars([day.resolved * unit for day in days], slot, 0.52),
        off=[_column(n * slot, slot, BASE - TOP) for n, day in enumerate(days) if is_off(day.date)],
        rules=[(_at(BASE - value * unit), str(value)) for value in range(step, most + 1, step)],
        names=[
            (_share(middles[n]), name(day.date)) for n, day in enumerate(days[:-3]) if day.date.weekday() == 0
        ],
        highest=(
            _share(tallest * slot + slot * 0.3),
            _at(BASE - days[tallest].created * unit - 5),
            str(days[tallest].created or ""),
        ),
    )


def _step(peak: int) -> int:
    """The distance of the lines: 1, 2 or 5 and noughts, so that they are few."""
    size = 1
    while True:
        for one in _STEPS:
            if one * size * LINES >= peak:
                return one * size
        size *= 10


def _bars(heights: Sequence[float], slot: float, begins: float) -> list[Column]:
    """One in each slot, from this share of it on."""
    return [_column((n + begins) * slot, slot * BREADTH, height) for n, height in enumerate(heights)]


def _column(x: float, width: float, height: float) -> Column:
    return Column(_share(x), _at(BASE - height), _share(width), _at(height))


def _share(value: float) -> str:
    return f"{value:.2f}%"


def _at(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
