"""A trigger that is tried, asked about some tickets: what comes out otherwise beside the triggers as they
stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from otklik.automation.drafts import NEW, Draft, order_of
from otklik.automation.models import Trigger
from otklik.automation.rehearsing.acting import perform
from otklik.automation.rehearsing.occasions import Occasion, Span, occasions_of
from otklik.automation.rehearsing.outcomes import CALLS, KEPT_BACK, LETTERS, Deeds, Side, difference, disputes
from otklik.automation.triggers.table import TRIGGERS, Armed, Table, armed_at, table_of
from otklik.core import clock
from otklik.rules.comparing import Counts, counts_of
from otklik.rules.conditions import questions_of
from otklik.rules.matching import Ready
from otklik.rules.models import RuleVersion, Trial, TrialRow
from otklik.rules.stories import Scene, Story, stories_of
from otklik.tickets.models import Ticket

AT_ONCE = 25
"""Tickets of one batch: each is done for real, twice."""
TEXT = "text"
_OUTSIDE = frozenset({"notify", "hush", "webhook", "timer", "observe"})
"""Actions after which every condition is as true as before."""
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What goes wrong while facts are worked out, as for real: the trigger is passed over."""


@dataclass(frozen=True)
class _Team:
    """The triggers of one side, and the one that is tried (None: it is not there, or switched off)."""

    table: Table
    own: Armed | None


class Rehearsal:
    """What a drafted trigger does to some tickets. `rows`, `taken` and `counted()` are what a trial keeps."""

    def __init__(self, draft: Draft, trial: Trial) -> None:
        order = cast("Sequence[Ready[Trigger]]", order_of(draft))
        place = next(n for n, one in enumerate(order) if (one.rule.pk or NEW) == draft.key)
        order[place].rule.pk = draft.key
        standing = TRIGGERS.get()
        old = next((one for one in standing.by_uid.values() if one.rule.pk == draft.rule_id), None)
        self.at_once = AT_ONCE
        self.rows: list[TrialRow] = []
        self.taken = 0
        self._after = _Team(table_of(order), armed_at(order[place], place))
        self._before = _Team(standing, old)
        self._key = draft.key
        self._trial = trial
        self._span = Span(trial.since, trial.until)
        self._counts: Counts = counts_of(trial.counts)
        kept = trial.counts.get("sums")
        self._sums = Counter(kept if isinstance(kept, Mapping) else {})
        self._said = str(trial.counts.get("said", ""))
        self._versions = frozenset(RuleVersion.objects.filter(table="trigger").values_list("pk", flat=True))
        self._rules = {one.rule.current_id: one.rule.pk for one in standing.rows}

    def ask(self, tickets: Sequence[Ticket]) -> None:
        """Ask both sides about these tickets, as often as they were to be asked."""
        asked = [*self._after.table.rows, *self._before.table.rows]
        with_text = any(question.field == TEXT for one in asked for question in questions_of(one.condition))
        for story in stories_of(tickets, with_text=with_text):
            self._tell(story)

    def counted(self) -> dict[str, object]:
        """As the trial stores it."""
        return {**self._counts.row(), "sums": dict(self._sums), "said": self._said}

    def _tell(self, story: Story) -> None:
        before, after = Side(), Side()
        own: list[Deeds] = []
        known: set[int] = set()
        for occasion, is_old, is_new in self._occasions(story):
            known |= self._forget(story, occasion, known, (before, after))
            old, new = self._both(story, occasion, (before, after), is_old=is_old, is_new=is_new)
            before.add(old.deeds, old.scene.following)
            after.add(new.deeds, new.scene.following)
            own.append(new.deeds)
        self._count(own)
        then, now = difference(before, after)
        if then or now:
            acted = any(deeds.own in deeds.fired for deeds in own)
            self.rows.append(
                TrialRow(
                    trial=self._trial,
                    ticket_id=story.ticket.pk,
                    rule_before=None,
                    rule_after=self._key if acted else None,
                    before=then,
                    after=now,
                )
            )
            for name in (LETTERS, KEPT_BACK, CALLS):
                self._sums[name] += _number(now.get(name)) - _number(then.get(name))

    def _occasions(self, story: Story) -> list[tuple[Occasion, bool, bool]]:
        """When something could come out otherwise, and whether the trigger as it stands and as it is drafted
        is asked then."""
        found: dict[tuple[int, bool, object], tuple[Occasion, bool, bool]] = {}
        for team, is_new in ((self._before, False), (self._after, True)):
            if team.own is None:
                continue
            for one in occasions_of(story, team.own, self._span, self._versions):
                key = (one.event.pk, one.ring, one.at)
                is_old = not is_new or (key in found and found[key][1])
                found[key] = (one, is_old, is_new)
        return sorted(found.values(), key=lambda one: (one[0].at, one[0].event.pk))

    def _forget(
        self, story: Story, occasion: Occasion, known: set[int], sides: tuple[Side, Side]
    ) -> set[int]:
        """What people changed since the last occasion stands over what came out otherwise."""
        passed = {event.pk for event in story.events if event.pk not in occasion.undone} - known
        fields = [
            str(change["field"])
            for event in story.events
            if event.pk in passed and event.rule_version_id not in self._versions
            for change in event.changes
        ]
        for side in sides:
            side.forget(fields)
        return passed

    def _both(
        self, story: Story, occasion: Occasion, sides: tuple[Side, Side], *, is_old: bool, is_new: bool
    ) -> tuple[_Played, _Played]:
        then, now = (story.scene(occasion.at, occasion.undone, side.over) for side in sides)
        if occasion.ring:
            old = self._play(story, occasion, then, self._before) if is_old else _Played(then, Deeds())
            new = self._play(story, occasion, now, self._after) if is_new else _Played(now, Deeds())
            return old, new
        if not (
            self._could_act(story, occasion, then, self._before)
            or self._could_act(story, occasion, now, self._after)
        ):
            return _Played(then, Deeds()), _Played(now, Deeds())
        new = self._play(story, occasion, now, self._after)
        if self._before.own is None and new.deeds.own not in new.deeds.fired and not new.deeds.failed:
            return _Played(then, new.deeds), new
        return self._play(story, occasion, then, self._before), new

    def _play(self, story: Story, occasion: Occasion, scene: Scene, team: _Team) -> _Played:
        if occasion.ring and (team.own is None or not self._holds(team.own, story, occasion, scene)):
            return _Played(scene, Deeds())
        return _Played(scene, perform(story, occasion, scene, team.table, team.own))

    def _could_act(self, story: Story, occasion: Occasion, scene: Scene, team: _Team) -> bool:
        """Whether the tried trigger holds, or might once others have acted."""
        if team.own is None:
            return False
        if self._holds(team.own, story, occasion, scene):
            return True
        others = (one for one in team.table.by_uid.values() if one is not team.own and _may_change(one))
        return any(self._holds(one, story, occasion, scene) for one in others)

    def _holds(self, one: Armed, story: Story, occasion: Occasion, scene: Scene) -> bool:
        with clock.freeze(occasion.at):
            try:
                return one.ready.holds(story.facts(scene, None if occasion.ring else occasion.event))
            except _FAULTS:
                return False

    def _count(self, own: Sequence[Deeds]) -> None:
        """Whom it acted on, whom it contradicts, what it could not do."""
        fired = [deeds for deeds in own if deeds.own in deeds.fired]
        self.taken += bool(fired)
        if fired:
            key = str(self._key)
            self._counts.held[key] = self._counts.held.get(key, 0) + 1
        rules = {
            self._rules[version] for deeds in fired for version in disputes(deeds) if version in self._rules
        }
        for rule in rules - {self._key}:
            self._counts.against[str(rule)] = self._counts.against.get(str(rule), 0) + 1
        failed = [deeds.failed[deeds.own] for deeds in own if deeds.own in deeds.failed]
        self._sums["failed"] += bool(failed)
        self._said = self._said or next(iter(failed), "")
        self._sums["stopped"] += any(deeds.stopped for deeds in fired)


@dataclass(frozen=True)
class _Played:
    """What was done on one side, and how the ticket stood before."""

    scene: Scene
    deeds: Deeds


def _may_change(one: Armed) -> bool:
    return any(step.action.key not in _OUTSIDE for step in one.steps)


def _number(value: object) -> int:
    return len(value) if isinstance(value, list) else 0
