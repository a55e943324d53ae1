"""What triggers did to a ticket on one side, standing or drafted, and how two sides differ. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LETTERS, KEPT_BACK, CALLS = "letters", "kept_back", "calls"
NOTES, REPLIES, MADE = "notes", "replies", "made"
_LISTS, _NUMBERS = (LETTERS, KEPT_BACK, CALLS), (NOTES, REPLIES, MADE)
OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Change:
    """A field that was changed, by the version of which rule."""

    field: str
    before: object
    after: object
    version: int | None


@dataclass(frozen=True)
class Deeds:
    """What was done once. `letters` and `kept_back` name recipients (`agent:7`, `contact:3`, an address),
    `calls` addresses of programs; `numbers` count notes, answers and tickets made. `fired`: versions that
    did something; `failed`: what a version that could not be done said; `stopped`: it went in circles.
    `own`: the version of the trigger that is tried."""

    changes: Sequence[Change] = ()
    letters: Sequence[str] = ()
    kept_back: Sequence[str] = ()
    calls: Sequence[str] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    fired: frozenset[int] = frozenset()
    failed: Mapping[int, str] = field(default_factory=dict)
    stopped: bool = False
    own: int = 0


@dataclass
class Side:
    """Everything one side did to a ticket, one occasion after the other. `over`: fields as they come out, for
    what is asked later."""

    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)
    over: dict[str, object] = field(default_factory=dict)

    def add(self, deeds: Deeds, following: frozenset[str]) -> None:
        """What was done next; `following`: who followed the ticket before."""
        for change in deeds.changes:
            if change.field == OBSERVER:
                following = self._followed(change, following)
                continue
            first = self.fields.get(change.field, (change.before, None))[0]
            self.fields[change.field] = (first, change.after)
            self.over[change.field] = change.after
        for name in _LISTS:
            self.lists.setdefault(name, []).extend(getattr(deeds, name))
        self.numbers.update(deeds.numbers)

    def forget(self, fields: Sequence[str]) -> None:
        """Somebody changed these since: as they were made does not hold any more."""
        for name in fields:
            self.over.pop(name, None)

    def _followed(self, change: Change, following: frozenset[str]) -> frozenset[str]:
        mine = self.lists.setdefault(OBSERVER, [])
        if change.after is not None:
            mine.append(str(change.after))
        elif str(change.before) in mine:
            mine.remove(str(change.before))
        now = (
            (following | {str(change.after)})
            if change.after is not None
            else following - {str(change.before)}
        )
        self.over[OBSERVER] = now
        return now


def difference(before: Side, after: Side) -> tuple[dict[str, object], dict[str, object]]:
    """What comes out otherwise, as it is without the draft and with it; both empty where nothing does."""
    then: dict[str, object] = {}
    now: dict[str, object] = {}
    for name in sorted({*before.fields, *after.fields}):
        base = (before.fields.get(name) or after.fields[name])[0]
        old = before.fields[name][1] if name in before.fields else base
        new = after.fields[name][1] if name in after.fields else base
        if old != new:
            then[name], now[name] = old, new
    for name in (OBSERVER, *_LISTS):
        old_ones, new_ones = Counter(before.lists.get(name, ())), Counter(after.lists.get(name, ()))
        if old_ones != new_ones:
            then[name] = sorted((old_ones - new_ones).elements())
            now[name] = sorted((new_ones - old_ones).elements())
    for name in _NUMBERS:
        if before.numbers[name] != after.numbers[name]:
            then[name], now[name] = before.numbers[name], after.numbers[name]
    return then, now


def disputes(deeds: Deeds) -> frozenset[int]:
    """The versions of other rules that set a field to something else than the tried one, on one occasion."""
    mine = {change.field: change.after for change in deeds.changes if change.version == deeds.own}
    others = (change for change in deeds.changes if change.version != deeds.own and change.field in mine)
    return frozenset(
        one.version for one in others if one.version is not None and one.after != mine[one.field]
    )
