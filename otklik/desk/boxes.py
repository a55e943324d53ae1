"""The boxes of a list (status, assignee) as ready markup: the same for every page one agent opens until the
configuration changes, so they are drawn once per agent and language and kept with the small tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from otklik.catalogue.queries import catalogue
from otklik.core.small import SmallTable
from otklik.desk import choosing
from otklik.desk.choosing import Choice
from otklik.desk.columns import columns_box
from otklik.people.actor import Actor
from otklik.people.at_work import absent
from otklik.tickets.columns import columns_for

Option = tuple[str | None, str, str, bool]
"""Value (none: a heading), markup, words to search by, whether it may be chosen."""


class Boxes:
    """Of a list: two popovers its rows share, the two menus of its bulk bar, the columns to choose from; of a
    card the box of those who could watch it. Each is drawn when a page first wants it."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._columns: dict[tuple[str, ...], SafeString] = {}

    @cached_property
    def popovers(self) -> SafeString:
        """Statuses and people, at any cell of a list."""
        return _markup("desk/_popovers.html", self._choices)

    @cached_property
    def watchers(self) -> SafeString:
        """Who could watch a ticket."""
        return _markup("desk/_watchers_box.html", self._choices)

    @cached_property
    def bulk(self) -> SafeString:
        """What can be done with ticked rows."""
        return _markup("desk/_bulk.html", self._choices)

    def columns_of(self, wanted: Sequence[str]) -> SafeString:
        """What a list can show, and does: the columns wanted, else the reader's own."""
        key = tuple(wanted)
        if key not in self._columns:
            if len(self._columns) >= _MOST_COLUMNS:
                self._columns.clear()
            box = columns_box(self._actor, columns_for(self._actor, key))
            self._columns[key] = _markup("desk/_columns.html", box)
        return self._columns[key]

    @cached_property
    def _choices(self) -> Mapping[str, object]:
        return {
            "statuses": choosing.statuses(self._actor),
            "assignees": choosing.assignees(self._actor),
            "watchers": [one for one in choosing.assignees(self._actor) if one.value],
            "priorities": choosing.priorities(),
            "types": choosing.coded(catalogue().types),
            "labels": choosing.labels(),
            "options": options,
            "drawn": drawn,
        }


def boxes_for(actor: Actor) -> Boxes:
    """The boxes in the actor's language."""
    # Nobody changes the configuration at the moment somebody's vacation begins.
    key, kept = (get_language() or "ru", actor.agent_id or 0, absent()), _KEPT.get()
    if key not in kept:
        kept[key] = Boxes(actor)
    return kept[key]


def _markup(template: str, context: Mapping[str, object]) -> SafeString:
    """Markup of our own templates, which escape what administrators have typed."""
    return mark_safe(render_to_string(template, dict(context)))  # noqa: S308


def people_box(actor: Actor, team_id: int | None, chosen: str) -> SafeString:
    """The box of who can be given a ticket of this team, with who has it now marked as chosen."""
    key, kept = (get_language() or "ru", actor.agent_id or 0, team_id, absent()), _PEOPLE.get()
    if key not in kept:
        if len(kept) >= _MOST:
            kept.clear()
        choices = {"options": options(choosing.assignees(actor, team_id))}
        kept[key] = render_to_string("desk/_people_box.html", choices)
    mark = f'value="{escape(chosen)}"'
    marked = kept[key].replace(f'aria-selected="false" {mark}', f'aria-selected="true" {mark}', 1)
    return mark_safe(marked)  # noqa: S308 - markup of our own template


def options(choices: Sequence[Choice]) -> list[Option]:
    """The choices of a box for `listbox`, a heading before the one that begins a part."""
    made: list[Option] = []
    for choice in choices:
        if choice.heading:
            made.append((None, choice.heading, "", True))
        made.append((choice.value, drawn(choice), choice.name, choice.allowed))
    return made


def drawn(choice: Choice) -> SafeString:
    """A choice as boxes and menus show it. The same few hundred stand in every box: each is drawn once."""
    c = choice
    return _drawn(get_language() or "ru", c.kind, c.name, c.glyph, c.tone, c.initials, c.key, c.note)


@lru_cache(maxsize=5000)
def _drawn(
    _language: str, kind: str, name: str, glyph: str, tone: str, initials: str, key: int, note: str
) -> SafeString:
    person = {"initials": initials, "key": key, "note": note}
    look = {"kind": kind, "name": name, "glyph": glyph, "tone": tone, **person}
    return _markup("desk/_choice.html", {"c": look})


_KEPT: SmallTable[dict[tuple[str, int, frozenset[int]], Boxes]] = SmallTable(dict)
_MOST_COLUMNS = 20
"""Choices of columns kept for one person: those of the views they open."""
_MOST = 200
"""Boxes of people kept in a process: each may be a hundred kilobytes."""
_PEOPLE: SmallTable[dict[tuple[str, int, int | None, frozenset[int]], str]] = SmallTable(dict)
