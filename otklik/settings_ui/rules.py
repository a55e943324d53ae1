"""`/settings/rules`: the ordered tables of rules, all or one by one: what each rule does in words, how often
it decided lately, what is wrong with it, its order and its switch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from otklik.core import clock, text
from otklik.core.configuring import rows as configured
from otklik.core.configuring.kinds import LANGUAGES
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up, arrange_set_up, change_set_up, get_set_up, set_up
from otklik.rules.queries import fired, troubles_of
from otklik.settings_ui.edited import UNTRIED, form_page
from otklik.settings_ui.framing import frame
from otklik.settings_ui.proposals import Proposal
from otklik.settings_ui.rule_counts import LATELY, times
from otklik.settings_ui.rule_sections import RULE_SECTIONS
from otklik.settings_ui.section import Section
from otklik.settings_ui.trials import is_untried
from otklik.web.flash import say_next
from otklik.web.gates import Page, admin_page
from otklik.web.request import OtklikRequest
from otklik.web.rules_told import Told

FIRST_MATCH = frozenset({"routing", "sla"})
"""Tables of which one rule decides: behind a rule for every ticket none is asked."""


@dataclass(frozen=True)
class RuleLine:
    """A rule as its list shows it. `place` is its number in its table; `fired` in words; `error` what went
    wrong when it was asked last, at `error_at`; `behind` names a rule above it that takes every ticket."""

    pk: int
    anchor: str
    title: str
    url: str
    about: str
    told: Told
    place: int
    is_on: bool
    is_hidden: bool
    fired: str
    error: str
    error_at: datetime | None
    switch_url: str
    copy_url: str
    is_first: bool
    is_last: bool
    behind: str = ""


@dataclass(frozen=True)
class Table:
    """A table on the page: its rules and those ready to be made."""

    section: Section
    lines: Sequence[RuleLine]
    proposed: Sequence[Proposal]
    hidden_number: int

    @property
    def number_on(self) -> int:
        """How many are in force."""
        return sum(line.is_on and not line.told.broken for line in self.lines if not line.is_hidden)


@dataclass(frozen=True)
class Tab:
    """A way to one table, or to all."""

    title: str
    url: str
    number: int
    is_here: bool


@require_safe
@admin_page
def every_table(request: OtklikRequest) -> HttpResponse:
    """`/settings/rules`: the tables one below the other."""
    return _page(request, None)


def list_page(section: Section) -> Page[[]]:
    """`/settings/<table>`: one of them."""

    @require_safe
    @admin_page
    def listed(request: OtklikRequest) -> HttpResponse:
        return _page(request, section)

    return listed


def switch_action(section: Section) -> Page[[str]]:
    """`POST /settings/<table>/<uid>/enabled`: switch a rule on (`enabled=1`) or off in its place. One that
    was not tried is asked about first, in its form."""

    @require_POST
    @admin_page
    def switch(request: OtklikRequest, uid: str) -> HttpResponse:
        row = get_set_up(request.actor, section.shape, str(uid))
        wanted = request.POST.get("enabled") == "1"
        if is_untried(request, section.table, row, {"enabled": wanted}):
            values = configured.read(section.shape, row) | {"enabled": wanted}
            return form_page(request, section, row, values, {}, untried=True, status=UNTRIED)
        change_set_up(request.actor, section.shape, row, {"enabled": wanted})
        said = _("“%(name)s” is in force.") if wanted else _("“%(name)s” is switched off.")
        say_next(request, said % {"name": section.shape.title(row)})
        return HttpResponseRedirect(f"{_back(request, section)}#rule-{uid}")

    return switch


def copy_action(section: Section) -> Page[[str]]:
    """`POST /settings/<table>/<uid>/copy`: the same rule again behind it, switched off; opens its form."""
    shape = section.shape

    @require_POST
    @admin_page
    @transaction.atomic
    def copy(request: OtklikRequest, uid: str) -> HttpResponse:
        row = get_set_up(request.actor, shape, str(uid))
        values = configured.read(shape, row)
        values |= {"enabled": False, "name": _copied(cast("dict[str, str]", values["name"]))}
        made = set_up(request.actor, shape, values)
        ids = [one.pk for one in all_set_up(request.actor, shape) if one.pk != made.pk]
        ids.insert(ids.index(row.pk) + 1, made.pk)
        arrange_set_up(request.actor, shape, ids)
        say_next(request, _("A copy, switched off. Change what differs, then switch it on."))
        return HttpResponseRedirect(reverse(section.routes["edit"], args=[vars(made)["uid"]]))

    return copy


def _page(request: OtklikRequest, section: Section | None) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    with_hidden = request.GET.get("hidden") == "1"
    tables = [_table(request.actor, one) for one in RULE_SECTIONS]
    shown = [
        _narrowed(one, words, with_hidden=with_hidden) for one in tables if section in (None, one.section)
    ]
    context = {
        **frame(request.actor, "rules"),
        "section": section,
        "tabs": list(_tabs(tables, section)),
        "tables": shown,
        "number": sum(len(one.lines) for one in shown),
        "number_on": sum(one.number_on for one in shown),
        "hidden_number": sum(one.hidden_number for one in shown),
        "with_hidden": with_hidden,
        "words": words,
        "here_path": request.get_full_path(),
    }
    return render(request, "settings/rules.html", context)


def _table(actor: Actor, section: Section) -> Table:
    rows = list(all_set_up(actor, section.shape))
    told = section.told(rows) if section.told else []
    numbers = fired(actor, section.table, clock.now() - LATELY)
    troubles = troubles_of(actor, section.table)
    shown = [row.pk for row in rows if not section.shape.is_hidden(row)]
    lines = []
    for row, words in zip(rows, told, strict=True):
        line = _line(section, row, words, numbers.get(row.pk, 0), shown)
        trouble = troubles.get(row.pk)
        if trouble is not None and trouble.why == "error":
            line = replace(line, error=trouble.said, error_at=trouble.at)
        lines.append(line)
    if section.table in FIRST_MATCH:
        lines = _with_behind(lines)
    return Table(section, lines, section.proposed(actor), len(rows) - len(shown))


def _with_behind(lines: Sequence[RuleLine]) -> list[RuleLine]:
    """Those whose turn never comes say behind which rule they stand."""
    found, taker = [], ""
    for line in lines:
        is_asked = line.is_on and not line.is_hidden and not line.told.broken
        found.append(replace(line, behind=taker) if taker and is_asked else line)
        if is_asked and line.told.is_for_all and not taker:
            taker = line.title
    return found


def _line(section: Section, row: Model, told: Told, number: int, shown: Sequence[int]) -> RuleLine:
    uid = vars(row)["uid"]
    return RuleLine(
        pk=row.pk,
        anchor=f"rule-{uid}",
        title=section.shape.title(row),
        url=reverse(section.routes["edit"], args=[uid]),
        about=str(vars(row)["about"]),
        told=told,
        place=shown.index(row.pk) + 1 if row.pk in shown else 0,
        is_on=bool(vars(row)["enabled"]),
        is_hidden=section.shape.is_hidden(row),
        fired=times(number),
        error="",
        error_at=None,
        switch_url=reverse(section.routes["enabled"], args=[uid]),
        copy_url=reverse(section.routes["copy"], args=[uid]),
        is_first=shown[:1] == [row.pk],
        is_last=shown[-1:] == [row.pk],
    )


def _narrowed(table: Table, words: str, *, with_hidden: bool) -> Table:
    lines = [line for line in table.lines if (with_hidden or not line.is_hidden) and _fits(line, words)]
    return replace(table, lines=lines, proposed=() if words else table.proposed)


def _fits(line: RuleLine, words: str) -> bool:
    wanted = text.key(words)
    return not wanted or wanted in text.key(f"{line.title} {line.about} {line.told.whole}")


def _tabs(tables: Sequence[Table], here: Section | None) -> Iterator[Tab]:
    numbers = [sum(not line.is_hidden for line in table.lines) for table in tables]
    yield Tab(_("All"), reverse("settings-rules"), sum(numbers), here is None)
    for table, number in zip(tables, numbers, strict=True):
        section = table.section
        yield Tab(section.title, reverse(section.routes["list"]), number, section is here)


def _copied(names: dict[str, str]) -> dict[str, str]:
    """The name with a word that it is a copy, in each language that has one."""
    found = {}
    for language in LANGUAGES:
        if names.get(language):
            with override(language):
                found[language] = (_("%(name)s (copy)") % {"name": names[language]})[:100]
    return found


def _back(request: OtklikRequest, section: Section) -> str:
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/settings/") else reverse(section.routes["list"])
