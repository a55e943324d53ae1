"""Triggers in memory, by what they answer: an event costs those that could answer it, and no question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from otklik.automation.actions import steps
from otklik.automation.actions.doing import Step
from otklik.automation.models import Trigger
from otklik.automation.triggers.moments import Moment, Since
from otklik.core.configuring.kinds import Wrong
from otklik.core.small import SmallTable
from otklik.rules.matching import Ready, ready
from otklik.rules.stored import Fault, Why


@dataclass(frozen=True)
class Armed:
    """A trigger that is whole and switched on, with its steps read. `place` is its place in the table."""

    ready: Ready[Trigger]
    steps: Sequence[Step]
    place: int

    @property
    def rule(self) -> Trigger:
        """The trigger's row."""
        return self.ready.rule


@dataclass(frozen=True)
class Table:
    """Every trigger in its order, and the armed ones by what they answer."""

    rows: Sequence[Ready[Trigger]]
    by_moment: Mapping[Moment, Sequence[Armed]]
    by_since: Mapping[Since, Sequence[Armed]]
    by_uid: Mapping[str, Armed]

    def answering(self, moments: Iterable[Moment]) -> Sequence[Armed]:
        """Those that answer any of these, each once, in the order of the table."""
        found = {one.place: one for moment in moments for one in self.by_moment.get(moment, ())}
        return [found[place] for place in sorted(found)]


def triggers() -> Sequence[Ready[Trigger]]:
    """Every trigger in its order, those switched off too; hidden ones are left out."""
    return TRIGGERS.get().rows


def faults_of_steps(rule: Trigger) -> Iterator[Fault]:
    """What keeps its steps from being done, in words of the reader."""
    for words in steps.faults(rule.actions):
        yield Fault("", Why.STEP, words)


def _load() -> Table:
    rows = Trigger.objects.filter(hidden=False).select_related("current").order_by("position", "id")
    return table_of(ready(rows, faults_of_steps, with_event=True))


def table_of(table: Sequence[Ready[Trigger]]) -> Table:
    """Triggers in this order, by what they answer."""
    armed = [one for place, row in enumerate(table) if (one := armed_at(row, place)) is not None]
    return Table(
        rows=table,
        by_moment={
            moment: found
            for moment in Moment
            if (found := [one for one in armed if moment in one.rule.events])
        },
        by_since={
            since: found for since in Since if (found := [one for one in armed if one.rule.since == since])
        },
        by_uid={str(one.rule.uid): one for one in armed},
    )


def armed_at(row: Ready[Trigger], place: int) -> Armed | None:
    """The trigger with its steps read; None for one that is switched off or cannot be done."""
    if not row.rule.enabled or row.faults:
        return None
    try:
        return Armed(row, steps.read(row.rule.actions), place)
    except Wrong:
        return None  # it has faults and tells them


TRIGGERS: SmallTable[Table] = SmallTable(_load)
_drafted: ContextVar[Table | None] = ContextVar("otklik_drafted_triggers", default=None)


def in_force() -> Table:
    """The triggers that are asked: those in memory, or those that are being tried."""
    return _drafted.get() or TRIGGERS.get()


@contextmanager
def drafted(table: Table) -> Iterator[None]:
    """Ask this table instead inside the block, in this thread only: a trigger is being tried."""
    token = _drafted.set(table)
    try:
        yield
    finally:
        _drafted.reset(token)
