"""`/desk/search`: a number, and words that fit one thing alone, jump to it; words and operators find tickets,
closed ones too, narrowed by every filter a list has; words find clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from otklik.clients.queries import clients_named
from otklik.core.layouts import other_layout
from otklik.desk.chips import chips, offers
from otklik.desk.completing import completions
from otklik.desk.palette_options import Group
from otklik.desk.place_field import names_of
from otklik.people.actor import Actor
from otklik.search.asking import Asked, asked
from otklik.search.excerpts import Excerpt
from otklik.search.operators import parsed
from otklik.search.queries import Found, Hit, find
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.tickets.queries.filtering import condition, filters_from
from otklik.web.addresses import address_of_page
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import Row, rows_of
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact

CLIENTS = 6
TICKETS = 30
AS_TYPED = "as"
"""In the address where the other keyboard layout is not to be tried."""
OPEN = "form"
"""In the address while the boxes stand open."""


@dataclass(frozen=True)
class Result:
    """A ticket that was found, and the sentence that says why."""

    row: Row
    excerpt: Excerpt | None


@dataclass(frozen=True)
class Looked:
    """All that was found for words; `words`: those that were looked for."""

    words: str
    found: Found | None = None
    companies: Sequence[Company] = ()
    contacts: Sequence[Contact] = ()
    asked: Asked = field(default_factory=lambda: Asked(""))

    def __bool__(self) -> bool:
        return bool(self.companies or self.contacts or (self.found and (self.found.hits or self.found.exact)))


@require_safe
@staff_page
def search(request: OtklikRequest) -> HttpResponse:
    """What fits the words `q` and the filters of the address, as far as the actor may see it. What was typed
    in the other keyboard layout is understood, unless the address wants it `as` typed."""
    actor, get = request.actor, request.GET
    typed, filters = get.get("q", "").strip(), filters_from(get.get, get)
    looked = _look(actor, typed, filters, get.get("after") or None)
    other = "" if looked or AS_TYPED in get or "after" in get else other_layout(typed)
    if other:
        looked = _look(actor, other, filters, None) or looked
    if looked.found is not None and looked.found.exact:
        return HttpResponseRedirect(reverse("desk-ticket", args=[looked.found.exact]))
    results = _results(actor, looked.found.hits) if looked.found else []
    only = _only(looked, results)
    if only and "after" not in get and not filters.active and looked.asked.where is None:
        return HttpResponseRedirect(only)
    after = looked.found.after if looked.found else None
    context = {
        "shell": shell_for(actor, "search"),
        "words": typed,
        "looked": looked.words if looked.words != typed else "",
        "problems": looked.asked.problems,
        "results": results,
        "companies": looked.companies,
        "contacts": looked.contacts,
        "next_url": _address(looked.words, filters, after=after) if after else "",
        "as_typed_url": _address(typed, filters, **{AS_TYPED: "typed"}),
        **_narrowing(actor, typed, filters, is_open=bool(get.get(OPEN))),
    }
    return render(request, "desk/search.html", context)


@require_safe
@staff_page
def options(request: OtklikRequest) -> HttpResponse:
    """What can follow the words `q`: operators and their values, as lines for the field."""
    found = completions(request.GET.get("q", ""))
    groups = [Group("", found)] if found else []
    return render(request, "desk/palette.html", {"groups": groups, "all_url": "", "is_bare": True})


def _look(actor: Actor, typed: str, filters: Filters, after: str | None) -> Looked:
    if not typed and not filters.active:
        return Looked(typed)
    given = parsed(typed)
    meant = asked(actor, given)
    where = meant.where
    if filters.active:
        where = condition(actor, filters) & (where or Q())
    if not meant.words and where is None and not meant.without:
        return Looked(typed, asked=meant)
    found = find(actor, meant.words, limit=TICKETS, after=after, where=where, without=meant.without)
    if where is not None or meant.without or not meant.words:
        return Looked(typed, found, asked=meant)
    return Looked(typed, found, *clients_named(actor, meant.words, CLIENTS), meant)


def _narrowing(actor: Actor, typed: str, filters: Filters, *, is_open: bool) -> dict[str, object]:
    """The filters in force as chips, and the boxes of all, which stand open at a press."""
    query = ListQuery(view="archive", filters=filters)
    called = names_of(actor, filters.active)
    boxed = {offer.field for offer in offers(actor)} if is_open else set()
    return {
        "is_open": is_open,
        "offers": offers(actor) if is_open else (),
        "now": filters.active,
        "called": called,
        "hidden": {name: value for name, value in filters.active.items() if name not in boxed},
        "chips": chips(actor, query, lambda name: _address(typed, filters.without(name)), called, quick=True),
        "switch_url": _address(typed, filters, **({} if is_open else {OPEN: "1"})),
        "reset_url": _address(typed, Filters()),
    }


def _address(words: str, filters: Filters, **more: str | None) -> str:
    every = {"q": words, **filters.active, **more}
    given = {name: value for name, value in every.items() if value}
    return f"{address_of_page('desk-search')}?{urlencode(given)}"


def _only(looked: Looked, results: Sequence[Result]) -> str:
    """Where the one thing that was found is; empty for nothing, and for more."""
    found = [reverse("desk-company", args=[one.uid]) for one in looked.companies]
    found += [reverse("desk-contact", args=[one.uid]) for one in looked.contacts]
    found += [one.row.href for one in results]
    return found[0] if len(found) == 1 else ""


def _results(actor: Actor, hits: Sequence[Hit]) -> list[Result]:
    only = [hit.ticket_id for hit in hits]
    page = tickets_page(actor, ListQuery(view="archive", only=only, limit=TICKETS))
    drawn = dict(
        zip((row.id for row in page.rows), rows_of(actor, page.rows, {"view": "archive"}), strict=True)
    )
    return [Result(drawn[hit.ticket_id], hit.excerpt) for hit in hits if hit.ticket_id in drawn]
