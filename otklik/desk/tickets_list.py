"""`/desk/tickets`: the list, its rows for live updates, its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otklik.core.paging import decode
from otklik.desk import choosing
from otklik.desk.boxes import boxes_for
from otklik.desk.chips import chips
from otklik.desk.list_address import (
    address_of,
    is_changed,
    leaving_out,
    link_to,
    query_of,
    reset_url,
    sorts_of,
)
from otklik.desk.place_field import names_of
from otklik.desk.view_keeping import keeping
from otklik.people.queries import staff
from otklik.tickets.columns import DELIVERED, Column, columns_for
from otklik.tickets.enums import Rank
from otklik.tickets.queries import ORDERS, Counts, ListQuery, list_counts, tickets_page, view_counts
from otklik.tickets.queries.inbox import inbox_count
from otklik.tickets.queries.single import ids_of_numbers
from otklik.web.addresses import address as url_of
from otklik.web.addresses import address_of_page
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import Row, rows_of
from otklik.web.staff_frame import shell_for, words
from otklik.web.typography import span

MAX_NUMBERS = 100
FILES = (("Excel", "xlsx"), ("CSV", "csv"))
GROUPS = (Rank.CLIENT_WAITS, Rank.WE_WORK, Rank.WE_WAIT)


@dataclass(frozen=True)
class Group:
    """A line above rows of one kind."""

    id: str
    title: str
    count: str
    note: str


@dataclass(frozen=True)
class Line:
    """A row, and the group line above it where a group begins."""

    row: Row
    group: Group | None


@require_safe
@staff_page
def show(request: OtklikRequest) -> HttpResponse:
    """The list as its address says. Three queries for rows, one for numbers, whatever the length."""
    actor, query = request.actor, query_of(request)
    counts = list_counts(actor, query.the_view, query.filters)
    columns, boxes = columns_for(actor, query.columns), boxes_for(actor)
    page = tickets_page(actor, replace(query, custom=shows_own(columns)))
    address, sorts = address_of(query), sorts_of(query)
    rows = rows_of(actor, page.rows, address, columns)
    context = {
        "shell": shell_for(actor, _section(query)),
        "title": title_of(query),
        "total": words(counts.total) or "0",
        "counted": query.the_view.over_open,
        "lines": _lines(rows, query, counts),
        "pulse": _pulse(query, counts),
        "chips": chips(actor, query, leaving_out(query, address), names_of(actor, query.filters.active)),
        "sort": query.order,
        "sorts": _sort_links(query, sorts),
        "sort_name": sorts[query.order],
        "empty_words": _empty(query),
        "next_url": link_to(query, after=page.after) if page.after else "",
        "first_url": link_to(query, after="") if query.after else "",
        "heads": [_group(str(rank.value), counts) for rank in GROUPS] if query.order == "urgent" else (),
        "counts_url": f"{address_of_page('desk-counts')}?{urlencode(address)}",
        "rows_url": f"{address_of_page('desk-rows')}?{urlencode(address)}",
        "me": choosing.my_value(actor),
        "boxes": boxes,
        "columns_box": boxes.columns_of(query.columns),
        **_columns(columns, address),
        "bulk_url": f"{address_of_page('desk-bulk')}?{urlencode(address)}",
        "table_urls": [
            (name, f"{url_of('desk-tickets-table', (form,))}?{urlencode(address)}") for name, form in FILES
        ],
        "filter_url": f"{address_of_page('desk-filter')}?{urlencode(address)}",
        "is_filtered": bool(query.filters.active) and (query.saved is None or is_changed(query)),
        "reset_url": reset_url(query),
        "keeping": keeping(actor, query, address),
    }
    return render(request, "desk/list.html", context)


@require_safe
@staff_page
def rows(request: OtklikRequest) -> HttpResponse:
    """These numbers' rows, as far as they belong to the list and the actor may see them."""
    numbers = request.GET.get("numbers", "").split(",")[:MAX_NUMBERS]
    return rows_response(request, numbers)


def rows_response(request: OtklikRequest, numbers: Sequence[str]) -> HttpResponse:
    """Rows of the list in the request's address, for placing into the open page."""
    actor, query = request.actor, query_of(request)
    only = ids_of_numbers(actor, numbers)
    columns = columns_for(actor, query.columns)
    wanted = replace(query, only=only, after="", limit=MAX_NUMBERS, custom=shows_own(columns))
    shown = rows_of(actor, tickets_page(actor, wanted).rows, address_of(query), columns)
    return render(request, "desk/rows.html", {"rows": shown})


@require_safe
@staff_page
def counts(request: OtklikRequest) -> JsonResponse:
    """Numbers as words, by key: of the side; with an address of a list those of the list too."""
    actor = request.actor
    shown = {key: words(number) for key, number in view_counts(actor).items()}
    shown["inbox"] = words(inbox_count(actor))
    if "view" in request.GET:
        query = query_of(request)
        found = list_counts(actor, query.the_view, query.filters)
        shown |= {f"g-{rank}": words(number) for rank, number in found.ranks.items()}
        shown |= {f"q-{name}": words(number) or "0" for name, number in found.quick.items()}
        shown["total"] = words(found.total) or "0"
    return JsonResponse(shown)


def shows_own(columns: Sequence[Column]) -> bool:
    """Whether some of them are custom fields, whose values the list then reads."""
    return any(column.field is not None for column in columns)


def _columns(columns: Sequence[Column], address: Mapping[str, str]) -> dict[str, object]:
    return {
        "columns": [(column.code, column.title) for column in columns],
        "width": len(columns) + 1,
        "is_wide": len(columns) > len(DELIVERED),
        "here": urlencode(address),
    }


def title_of(query: ListQuery) -> str:
    """What the list is called."""
    if query.saved is not None:
        return str(query.saved.name)
    if query.filters.team:
        team = next((t for t in staff().teams.values() if t.code == query.filters.team), None)
        if team is not None:
            return str(team.name)
    return str(query.the_view.name)


def _empty(query: ListQuery) -> str:
    """Why nothing stands in a view that is not filtered."""
    if query.saved is not None:
        return _("Nothing fits this view now")
    words = {
        "mine": _("Nothing is yours now"),
        "unassigned": _("Everything has an assignee"),
        "overdue": _("Nothing is overdue"),
        "postponed": _("Nothing is postponed"),
        "observed": _("You watch no tickets"),
        "unlinked": _("Every ticket has a client"),
        "archive": _("No tickets yet"),
        "unconfirmed": _("Every done ticket has its client's word"),
        "low": _("No low rating waits to be reviewed"),
        "complaints": _("No complaint waits to be reviewed"),
    }
    return words.get(query.the_view.code, _("Empty here: every client has an answer"))


def _section(query: ListQuery) -> str:
    if query.saved is not None:
        return query.saved.key
    team = next((t for t in staff().teams.values() if t.code == query.filters.team), None)
    return f"team:{team.pk}" if team else query.the_view.code


def _lines(rows: Sequence[Row], query: ListQuery, counts: Counts) -> list[Line]:
    if query.order != "urgent":
        return [Line(row, None) for row in rows]
    before = str(decode(query.after, len(ORDERS["urgent"].columns))[0]) if query.after else ""
    lines = []
    for row in rows:
        lines.append(Line(row, _group(row.group, counts) if row.group != before else None))
        before = row.group
    return lines


def _group(rank: str, counts: Counts) -> Group:
    number = counts.ranks.get(int(rank), 0)
    if int(rank) == Rank.CLIENT_WAITS:
        wait = counts.longest_wait
        note = _("longest: %(time)s") % {"time": span(wait)} if wait else ""
        return Group(rank, _("Client waits for an answer"), words(number), note)
    if int(rank) == Rank.WE_WORK:
        return Group(rank, _("We are at work"), words(number), _("the client has an answer, work goes on"))
    return Group(rank, _("Waiting"), words(number), _("for a client, a third party or a date"))


def _pulse(query: ListQuery, counts: Counts) -> list[tuple[str, str, str, str, bool, str]]:
    texts = {
        "waiting": (ngettext("waits for an answer", "wait for an answer", counts.quick["waiting"]), ""),
        "overdue": (ngettext("is overdue", "are overdue", counts.quick["overdue"]), "late"),
        "today": (_("due today"), "soon"),
        "unassigned": (_("unassigned"), ""),
        "postponed": (ngettext("postponed one", "postponed", counts.quick["postponed"]), ""),
    }
    if not query.the_view.over_open:
        return []
    items = []
    for key, (text, kind) in texts.items():
        on = query.filters.quick == key
        filters = replace(query.filters, quick="" if on else key)
        number = counts.quick[key]
        shown_kind = kind if number else ""
        items.append(
            (
                f"q-{key}",
                words(number) or "0",
                text,
                link_to(query, filters=filters, after=""),
                on,
                shown_kind,
            )
        )
    return items


def _sort_links(query: ListQuery, names: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    return [(name, link_to(query, sort=key, after=""), query.order == key) for key, name in names.items()]
