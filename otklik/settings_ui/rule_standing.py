"""Beside a rule's form: where it stands in its table, what is asked before it, how often it decided, its
versions and its last trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.automation.explaining.versions import versions_of
from otklik.automation.tables import table_called
from otklik.automation.trials.reading import Tried, last_tried
from otklik.core import clock
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up
from otklik.rules.queries import fired, last_fired
from otklik.settings_ui.rule_counts import LATELY, times
from otklik.settings_ui.version_told import told_of
from otklik.web.rule_pages import rule_address, versions_address

if TYPE_CHECKING:
    from otklik.automation.tables import Table
    from otklik.rules.models import OrderedRule
    from otklik.settings_ui.version_told import Told as Version
    from otklik.web.rules_told import Told

MOST = 5
"""Rules before it, and versions, that are named."""


@dataclass(frozen=True)
class Before:
    """A rule that is asked before this one: its place and what it does in words. `is_for_all`: behind it
    nothing is asked."""

    place: int
    name: str
    url: str
    words: str
    is_for_all: bool


@dataclass(frozen=True)
class Standing:
    """A rule among the others. `before`: those in force that are asked first, the nearest last; `more`: how
    many of them are not named; `taker`: the one that takes every ticket."""

    place: int
    number: int
    is_first: bool
    is_pressed: bool
    before: Sequence[Before]
    more: int
    taker: str
    fired: str
    last_at: datetime | None
    versions: Sequence[Version]
    versions_url: str
    tried: str
    is_current: bool
    is_own: bool


def beside(
    key: str, told: Callable[[Sequence[Model]], Sequence[Told]], actor: Actor, row: Model
) -> dict[str, object]:
    """What the panel beside a rule of this table says; `told` says its rules in words."""
    table, rule = table_called(key), cast("OrderedRule", row)
    shown = [one for one in all_set_up(actor, table.shape) if not one.hidden or one.pk == rule.pk]
    place = next(n for n, one in enumerate(shown) if one.pk == rule.pk)
    before = _before(table, shown[:place], told) if table.is_first and not table.is_pressed else []
    steps = versions_of(actor, key, str(rule.uid))[2]
    tried = last_tried(actor, table, rule)
    standing = Standing(
        place=place + 1,
        number=len(shown),
        is_first=table.is_first,
        is_pressed=table.is_pressed,
        before=before[-MOST:],
        more=max(len(before) - MOST, 0),
        taker=next((one.name for one in before if one.is_for_all), ""),
        fired=times(fired(actor, key, clock.now() - LATELY).get(rule.pk, 0)),
        last_at=last_fired(actor, key, rule.pk),
        versions=[told_of(step) for step in steps[:MOST]],
        versions_url=versions_address(table, str(rule.uid)),
        tried=_tried(tried),
        is_current=tried is not None and tried.is_current,
        is_own=tried is not None and tried.is_own,
    )
    return {"standing": standing}


def _before(
    table: Table, rules: Sequence[OrderedRule], told: Callable[[Sequence[Model]], Sequence[Told]]
) -> list[Before]:
    """Those in force that can be asked, in their order, up to one that takes every ticket."""
    found = []
    for place, (rule, words) in enumerate(zip(rules, told(rules), strict=True), start=1):
        if not rule.enabled or words.broken:
            continue
        url = rule_address(table, str(rule.uid))
        found.append(Before(place, str(rule.name), url, words.whole, words.is_for_all))
        if words.is_for_all:
            break
    return found


def _tried(tried: Tried | None) -> str:
    if tried is None:
        return ""
    changed = tried.trial.changed
    of = {"n": changed, "total": tried.trial.done}
    return (
        ngettext(
            "%(n)s ticket of %(total)s would have come out otherwise.",
            "%(n)s tickets of %(total)s would have come out otherwise.",
            changed,
        )
        % of
        if changed
        else _("No ticket of %(total)s would have come out otherwise.") % of
    )
