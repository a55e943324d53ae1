"""What a calendar's trial keeps: of a ticket its deadlines before and after, of all of them sums."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from otklik.rules.models import Trial, TrialRow
from otklik.sla.clocks import Kind
from otklik.sla.trying import Deadlines

NOW, THEN = "now", "then"
"""Parts of a row: once it is saved, and had it been so."""
_KEY = re.compile(r"([a-z]+)(\d+)")
"""Kind and run of a clock (`sla.trying`)."""
_NOTHING = (None, False)


@dataclass(frozen=True)
class Moved:
    """A deadline that comes out otherwise; None: the clock stands, or there is no working time. `run` counts
    later answers."""

    kind: Kind
    run: int
    before: datetime | None
    after: datetime | None
    was_late: bool
    is_late: bool


def kept(deadlines: Deadlines) -> dict[str, object]:
    """One side of a part as its row keeps it."""
    return {
        key: [one.due_at.isoformat() if one.due_at else None, one.is_late] for key, one in deadlines.items()
    }


def moved(row: TrialRow, part: str) -> Sequence[Moved]:
    """The deadlines of a part, `NOW` or `THEN`."""
    before, after = _side(row.before[part]), _side(row.after[part])
    found = []
    for key in sorted(before.keys() | after.keys()):
        kind, run = cast("re.Match[str]", _KEY.fullmatch(key)).groups()
        (old, was_late), (new, is_late) = before.get(key, _NOTHING), after.get(key, _NOTHING)
        found.append(Moved(Kind(kind), int(run), _moment(old), _moment(new), was_late, is_late))
    return found


def sums_of(trial: Trial) -> Counter[str]:
    """What it has counted so far: `<part>_tickets`, `_deadlines`, `_late` (in time before) and `_kept` (late
    before), `letters`, `warnings`, `breaches`."""
    return Counter(trial.counts.get("sums") or {})


def _side(said: object) -> Mapping[str, tuple[str | None, bool]]:
    return cast("Mapping[str, tuple[str | None, bool]]", said)


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said is not None else None
