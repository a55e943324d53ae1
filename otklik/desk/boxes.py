"""The boxes of a list (status, assignee) as ready markup: the same for every page one agent opens until the
configuration changes, so they are drawn once per agent and language and kept with the small tables."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from otklik.core.small import SmallTable
from otklik.desk import choosing
from otklik.desk.chips import offers
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Boxes:
    """Two shared popovers of a list, the two menus of its bulk bar, the filter with nothing chosen; of a card
    the box of those who could watch it."""

    popovers: SafeString
    watchers: SafeString
    bulk: SafeString
    filters: SafeString


def boxes_for(actor: Actor) -> Boxes:
    """The boxes in the actor's language."""
    key = (get_language() or "ru", actor.agent_id or 0)
    kept = _KEPT.get()
    if key not in kept:
        choices = {"statuses": choosing.statuses(actor), "assignees": choosing.assignees(actor)}
        # Markup of our own templates, which escape what administrators have typed.
        popovers = mark_safe(render_to_string("desk/_popovers.html", choices))  # noqa: S308
        watchers = mark_safe(render_to_string("desk/_watchers_box.html", choices))  # noqa: S308
        bulk = mark_safe(render_to_string("desk/_bulk.html", choices))  # noqa: S308
        fields = {"offers": offers(), "filter_now": {}}
        filters = mark_safe(render_to_string("desk/_filter_fields.html", fields))  # noqa: S308
        kept[key] = Boxes(popovers, watchers, bulk, filters)
    return kept[key]


_KEPT: SmallTable[dict[tuple[str, int], Boxes]] = SmallTable(dict)
