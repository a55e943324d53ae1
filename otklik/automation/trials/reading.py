"""What a trial has found: the tickets that come out otherwise, rules in each other's way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from otklik.automation.drafts import (
    Draft,
    decides_as_before,
    draft_of,
    is_in_force,
    mark_of,
    order_of,
    rules_by_key,
)
from otklik.automation.tables import Table, table_called
from otklik.automation.trials.starting import draft_tried
from otklik.core.configuring import rows
from otklik.core.errors import Invalid
from otklik.core.models import Event
from otklik.core.paging import Page
from otklik.people.actor import Actor
from otklik.rules.comparing import counts_of, covered
from otklik.rules.enums import Stage
from otklik.rules.models import OrderedRule, Trial, TrialRow
from otklik.rules.tables import NO_PART
from otklik.tickets.access import visible_to
from otklik.tickets.models import Ticket

_MOST_BESIDE = 10
"""Rules changed since a trial, of which is asked whether they were tried with it."""


@dataclass(frozen=True)
class Hidden:
    """A rule that held for `held` tickets and is never taken: `by` stands before it for `times` of them."""

    rule: OrderedRule
    is_tried: bool
    held: int
    by: OrderedRule
    times: int


@dataclass(frozen=True)
class Fight:
    """A rule that holds for the same tickets as the tried one and wants something else. `place` counts from
    0; `is_before`: it wins, as it stands before."""

    rule: OrderedRule
    times: int
    place: int
    is_before: bool


@dataclass(frozen=True)
class Sums:
    """What a tried trigger would send and could not do: letters more and fewer, programs called; on how many
    tickets it failed and what it said, on how many it went in circles."""

    letters: int = 0
    kept_back: int = 0
    calls: int = 0
    failed: int = 0
    said: str = ""
    stopped: int = 0


@dataclass(frozen=True)
class Found:
    """A trial with what is in its way. `held`: the tickets for which the tried rule holds."""

    trial: Trial
    table: Table
    tried: OrderedRule
    held: int
    hidden: Sequence[Hidden]
    fights: Sequence[Fight]
    sums: Sums


def found_by(trial: Trial) -> Found:
    """What a trial says about rules; the rows of tickets are a page of their own (`rows_page`)."""
    draft = draft_tried(trial)
    order = order_of(draft)
    rules, counts = rules_by_key(order), counts_of(trial.counts)
    places = {key: place for place, key in enumerate(rules)}
    hidden = [
        Hidden(rules[one.key], one.key == draft.key, one.held, rules[one.by], one.times)
        for one in covered(counts)
        if one.key in rules and one.by in rules
    ]
    fights = [
        Fight(rules[int(key)], times, places[int(key)], places[int(key)] < places[draft.key])
        for key, times in sorted(counts.against.items(), key=lambda one: -one[1])
        if int(key) in rules
    ]
    held = counts.held.get(str(draft.key), 0)
    return Found(trial, draft.table, rules[draft.key], held, hidden, fights, _sums(trial))


def _sums(trial: Trial) -> Sums:
    kept = trial.counts.get("sums") or {}
    names = ("letters", "kept_back", "calls", "failed", "stopped")
    return Sums(said=str(trial.counts.get("said", "")), **{name: int(kept.get(name, 0)) for name in names})


def rows_page(actor: Actor, trial: Trial, *, after: str = "", limit: int = 20) -> Page[TrialRow]:
    """Tickets that come out otherwise, newest first, those the actor may see; with company, two queries."""
    rows = TrialRow.objects.filter(trial=trial, ticket__in=visible_to(actor)).order_by("id")
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.select_related("ticket__company")[: limit + 1])
    page = found[:limit]
    return Page(page, str(page[-1].pk) if len(found) > limit else None)


def names_of_rules(trial: Trial) -> dict[int, str]:
    """What the rules of a trial are called, by key."""
    table = table_called(trial.table)
    draft = draft_tried(trial)
    return {
        key: str(rule.name) or str(table.shape.one) for key, rule in rules_by_key(order_of(draft)).items()
    }


@dataclass(frozen=True)
class Tried:
    """The last trial of a rule that came to its end; `is_current`: of the rule as it stands now, among those
    that stand beside it; `is_own`: the rule itself is as it was tried, whatever became of the others."""

    trial: Trial
    is_current: bool
    is_own: bool


def last_tried(actor: Actor, table: Table, rule: OrderedRule) -> Tried | None:
    """The last trial of a rule, one from before it was saved included. For whoever may set the table up; None
    for others, and once it is forgotten."""
    if not actor.has(table.shape.right) or not table.is_triable:
        return None
    try:
        mark = mark_of(draft_of(table, rule, {}))
    except Invalid:  # what it names is gone
        mark = ""
    done = Trial.objects.filter(table=table.key, stage=Stage.DONE).order_by("-finished_at")
    found = done.filter(Q(rule_id=rule.pk) | Q(mark=mark)).first()
    if found is None:
        return None
    is_own = found.mark == mark or _says_the_same(table, rule, found)
    return Tried(found, found.mark == mark or (is_own and _is_tried_beside(table, rule, found)), is_own)


def _says_the_same(table: Table, rule: OrderedRule, trial: Trial) -> bool:
    """Whether a rule decides as it did in its trial."""
    now = rows.read(table.shape, rule)
    names = [name for name in trial.draft if name not in (*NO_PART, "enabled")]
    return all(_plain(trial.draft[name]) == _plain(now.get(name)) for name in names)


def _is_tried_beside(table: Table, rule: OrderedRule, trial: Trial) -> bool:
    """Whether a rule in force was tried with what was changed beside it later: the trial of one of those is
    of the whole order as it stands now."""
    since = trial.finished_at
    changed = [
        one.rule
        for one in table.rules()
        if one.rule.pk != rule.pk and one.rule.current and since and one.rule.current.at > since
    ]
    marks = []
    for one in changed[:_MOST_BESIDE] if rule.enabled else []:
        try:
            marks.append(mark_of(draft_of(table, one, {})))
        except Invalid:  # it names what is gone
            continue
    return Trial.objects.filter(table=table.key, mark__in=marks, stage=Stage.DONE).exists()


def _plain(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def is_tried(draft: Draft) -> bool:
    """Whether saving this needs no question: it decides nothing, it was tried like this to the end, it has
    decided like this for real before it was switched off, or there is no ticket to try it on."""
    if not is_in_force(draft) or _has_decided(draft):
        return True
    if Trial.objects.filter(table=draft.table.key, mark=mark_of(draft), stage=Stage.DONE).exists():
        return True
    return not Ticket.objects.filter(deleted_at=None).exists()


def _has_decided(draft: Draft) -> bool:
    """Whether the rule has stood here and decided for tickets as it would now."""
    order = order_of(draft)
    standing = draft.table.rules()
    for place, one in enumerate(standing):
        if one.rule.pk == draft.rule_id:
            is_here = order[place].rule.pk == one.rule.pk
            return (
                is_here
                and decides_as_before(draft, rows.read(draft.table.shape, one.rule), but_the_switch=True)
                and Event.objects.filter(rule_version_id=one.rule.current_id).exists()
            )
    return False
