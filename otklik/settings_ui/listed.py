"""Lists of declared things: search, hidden ones on demand, order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.core import text
from otklik.core.configuring.uses import counted, counted_words
from otklik.core.errors import Invalid, Refused
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up, arrange_set_up
from otklik.settings_ui.framing import frame
from otklik.settings_ui.section import Section
from otklik.web.flash import say_next, toast
from otklik.web.gates import Page, admin_page
from otklik.web.request import OtklikRequest


@dataclass(frozen=True)
class Line:
    """A thing in its section's list. `family`: the number of those it is ordered among."""

    pk: int
    title: str
    url: str
    note: str
    mark: tuple[str, str, str] | None
    number: int
    number_words: str
    depth: int
    is_hidden: bool
    heading: str
    is_first: bool
    is_last: bool
    family: int


def list_page(section: Section) -> Page[[]]:
    """`/settings/<section>`: every row with what hangs on it; the same number of queries for one and for
    fifty."""

    @require_safe
    @admin_page
    def listed(request: OtklikRequest) -> HttpResponse:
        words = request.GET.get("q", "").strip()
        with_hidden = request.GET.get("hidden") == "1"
        every = lines_of(request.actor, section)
        shown = [line for line in every if (with_hidden or not line.is_hidden) and _fits(line, words)]
        context = {
            **frame(request.actor, section.key),
            "section": section,
            "about": str(section.about),
            "groups": [(title, list(lines)) for title, lines in groupby(shown, key=lambda x: x.heading)],
            "is_empty": not shown,
            "words": words,
            "with_hidden": with_hidden,
            "hidden_number": sum(line.is_hidden for line in every),
            "shown_number": len(shown),
            "may_order": section.shape.is_ordered and not words,
            "besides": section.besides() if section.besides else None,
            "proposed": () if words else section.proposed(request.actor),
        }
        return render(request, "settings/list.html", context)

    return listed


def order_action(section: Section) -> Page[[]]:
    """`POST /settings/<section>/order`: one step `up` or `down` among its family, or the whole family in the
    order of `ids` (our script, which is told whether it stands)."""

    @require_POST
    @admin_page
    def order(request: OtklikRequest) -> HttpResponse:
        rows = all_set_up(request.actor, section.shape)
        if "ids" in request.POST:
            arrange_set_up(
                request.actor, section.shape, _arranged(section, rows, request.POST.getlist("ids"))
            )
            return HttpResponse(status=204, headers={"HX-Trigger": toast(_("Saved."))})
        way = "up" if "up" in request.POST else "down"
        pk = request.POST.get(way, "")
        ids = _moved(section, rows, int(pk) if pk.isdecimal() else 0, way)
        try:
            arrange_set_up(request.actor, section.shape, ids)
        except Refused as error:
            say_next(request, error.message)
        return HttpResponseRedirect(_back(request, section))

    return order


def lines_of(actor: Actor, section: Section) -> list[Line]:
    """Every row of the section as the list shows it."""
    rows = section.ordered(all_set_up(actor, section.shape))
    numbers = counted(section.shape.kind, section.counts, [row.pk for row, _depth in rows])
    noted = section.noted([row for row, _depth in rows])
    families = _families(section, [row for row, _depth in rows])
    first, last = {ids[0] for ids in families}, {ids[-1] for ids in families}
    family = {pk: number for number, ids in enumerate(families) for pk in ids}
    return [
        Line(
            pk=row.pk,
            title=section.shape.title(row),
            url=reverse(section.routes["edit"], args=[_uid(row)]),
            note=note,
            mark=section.mark(row),
            number=numbers.get(row.pk, 0),
            number_words=counted_words(section.shape.kind, section.counts, numbers.get(row.pk, 0)),
            depth=depth,
            is_hidden=section.shape.is_hidden(row),
            heading=section.heading(row),
            is_first=row.pk in first,
            is_last=row.pk in last,
            family=family[row.pk],
        )
        for (row, depth), note in zip(rows, noted, strict=True)
    ]


def _uid(row: Model) -> str:
    return str(getattr(row, "uid", ""))


def _fits(line: Line, words: str) -> bool:
    wanted = text.key(words)
    return not wanted or wanted in text.key(f"{line.title} {line.note}")


def _family(section: Section, row: Model) -> tuple[object, str, bool]:
    """Whom a row is ordered among: its siblings under the same heading, hidden ones apart."""
    parent = getattr(row, section.shape.siblings) if section.shape.siblings else None
    return parent, section.heading(row), section.shape.is_hidden(row)


def _families(section: Section, rows: Sequence[Model]) -> Sequence[list[int]]:
    families: dict[tuple[object, str, bool], list[int]] = {}
    for row in rows:
        families.setdefault(_family(section, row), []).append(row.pk)
    return list(families.values())


def _arranged(section: Section, rows: Sequence[Model], wanted: Sequence[str]) -> list[int]:
    """The ids of the family's siblings with the family in the wanted order, everybody else where they were.

    `Invalid` when these are not a whole family: somebody has added, hidden or moved one meanwhile.
    """
    asked = [int(pk) for pk in wanted if pk.isdecimal()]
    family = next((ids for ids in _families(section, rows) if sorted(ids) == sorted(asked)), None)
    if family is None:
        raise Invalid({"": _("The list has changed meanwhile. Look at it again.")})
    mine = next(row for row in rows if row.pk == family[0])
    placed = iter(asked)
    parent = _family(section, mine)[0]
    siblings = [row.pk for row in rows if _family(section, row)[0] == parent]
    return [next(placed) if pk in family else pk for pk in siblings]


def _moved(section: Section, rows: Sequence[Model], pk: int, way: str) -> list[int]:
    """The ids of the row's siblings with the row one step on; unchanged at an end."""
    mine = next((row for row in rows if row.pk == pk), None)
    if mine is None:
        return []
    parent = _family(section, mine)[0]
    ids = [row.pk for row in rows if _family(section, row)[0] == parent]
    near = [row.pk for row in rows if _family(section, row) == _family(section, mine)]
    place = near.index(pk) + (-1 if way == "up" else 1)
    if not 0 <= place < len(near):
        return ids
    other = ids.index(near[place])
    own = ids.index(pk)
    ids[own], ids[other] = ids[other], ids[own]
    return ids


def _back(request: OtklikRequest, section: Section) -> str:
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/settings/") else reverse(section.routes["list"])
