"""The boxes of a list (status, assignee) as ready markup: the same for every page one agent opens until the
configuration changes, so they are drawn once per agent and language and kept with the small tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from otklik.core.small import SmallTable
from otklik.desk import choosing
from otklik.desk.chips import offers
from otklik.desk.choosing import Choice
from otklik.desk.columns import columns_box
from otklik.desk.field_filters import Offer
from otklik.people.actor import Actor
from otklik.tickets.columns import columns_for

Option = tuple[str | None, str, str, bool]
"""Value (none: a heading), markup, words to search by, whether it may be chosen."""


@dataclass(frozen=True)
class Boxes:
    """Two shared popovers of a list, the two menus of its bulk bar, the filter with nothing chosen, the
    columns to choose from; of a card the box of those who could watch it. `parts`: the filter's boxes one by
    one, of `offers`."""

    popovers: SafeString
    watchers: SafeString
    bulk: SafeString
    filters: SafeString
    columns: SafeString
    offers: Sequence[Offer]
    parts: Mapping[str, SafeString]


def boxes_for(actor: Actor) -> Boxes:
    """The boxes in the actor's language."""
    key = (get_language() or "ru", actor.agent_id or 0)
    kept = _KEPT.get()
    if key not in kept:
        choices: dict[str, object] = {
            "statuses": choosing.statuses(actor),
            "assignees": choosing.assignees(actor),
            "options": options,
            "drawn": drawn,
        }
        offered = offers(actor)
        parts = {offer.field: _filter_part(offer, {}, {}) for offer in offered}
        kept[key] = Boxes(
            popovers=_markup("desk/_popovers.html", choices),
            watchers=_markup("desk/_watchers_box.html", choices),
            bulk=_markup("desk/_bulk.html", choices),
            filters=_joined(parts.values()),
            columns=_markup("desk/_columns.html", columns_box(actor, columns_for(actor))),
            offers=offered,
            parts=parts,
        )
    return kept[key]


def filters_with(boxes: Boxes, now: Mapping[str, str], words: Mapping[str, str]) -> SafeString:
    """The filter with what is chosen in it: only the boxes of that are drawn anew. `words`: names of what
    stands as a uid."""
    if not now:
        return boxes.filters
    return _joined(
        _filter_part(offer, now, words) if offer.field in now else boxes.parts[offer.field]
        for offer in boxes.offers
    )


def _filter_part(offer: Offer, now: Mapping[str, str], words: Mapping[str, str]) -> SafeString:
    fields = {"offers": [offer], "filter_now": now, "filter_words": words}
    return _markup("desk/_filter_fields.html", fields)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _markup(template: str, context: Mapping[str, object]) -> SafeString:
    """Markup of our own templates, which escape what administrators have typed."""
    return mark_safe(render_to_string(template, dict(context)))  # noqa: S308


def people_box(actor: Actor, team_id: int | None, chosen: str) -> SafeString:
    """The box of who can be given a ticket of this team, with who has it now marked as chosen."""
    key, kept = (get_language() or "ru", actor.agent_id or 0, team_id), _PEOPLE.get()
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
    return _drawn(get_language() or "ru", c.kind, c.name, c.glyph, c.tone, c.initials, c.key)


@lru_cache(maxsize=5000)
def _drawn(
    _language: str, kind: str, name: str, glyph: str, tone: str, initials: str, key: int
) -> SafeString:
    look = {"kind": kind, "name": name, "glyph": glyph, "tone": tone, "initials": initials, "key": key}
    return _markup("desk/_choice.html", {"c": look})


_KEPT: SmallTable[dict[tuple[str, int], Boxes]] = SmallTable(dict)
_MOST = 200
"""Boxes of people kept in a process: each may be a hundred kilobytes."""
_PEOPLE: SmallTable[dict[tuple[str, int, int | None], str]] = SmallTable(dict)
