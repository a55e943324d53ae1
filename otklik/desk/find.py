"""`/desk/search`: a number, and words that fit one thing alone, jump to it; words find tickets, closed ones
too, and clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from otklik.clients.queries import search_companies, search_contacts
from otklik.people.actor import Actor
from otklik.search.excerpts import Excerpt
from otklik.search.queries import Hit, find
from otklik.tickets.queries import ListQuery, tickets_page
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import Row, rows_of
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact

CLIENTS = 6
TICKETS = 30


@dataclass(frozen=True)
class Result:
    """A ticket that was found, and the sentence that says why."""

    row: Row
    excerpt: Excerpt | None


@require_safe
@staff_page
def search(request: OtklikRequest) -> HttpResponse:
    """What fits the words, as far as the actor may see it."""
    actor, words = request.actor, request.GET.get("q", "").strip()
    found = find(actor, words, limit=TICKETS, after=request.GET.get("after") or None) if words else None
    if found is not None and found.exact:
        return HttpResponseRedirect(reverse("desk-ticket", args=[found.exact]))
    companies = search_companies(actor, words, CLIENTS) if words else []
    contacts = search_contacts(actor, words, CLIENTS) if words else []
    results = _results(actor, found.hits) if found else []
    only = _only(companies, contacts, results)
    if only and "after" not in request.GET:
        return HttpResponseRedirect(only)
    after = found.after if found else None
    context = {
        "shell": shell_for(actor, "search"),
        "words": words,
        "results": results,
        "companies": companies,
        "contacts": contacts,
        "next_url": f"{reverse('desk-search')}?{urlencode({'q': words, 'after': after})}" if after else "",
    }
    return render(request, "desk/search.html", context)


def _only(companies: Sequence[Company], contacts: Sequence[Contact], results: Sequence[Result]) -> str:
    """Where the one thing that was found is; empty for nothing, and for more."""
    found = [reverse("desk-company", args=[one.uid]) for one in companies]
    found += [reverse("desk-contact", args=[one.uid]) for one in contacts]
    found += [one.row.href for one in results]
    return found[0] if len(found) == 1 else ""


def _results(actor: Actor, hits: Sequence[Hit]) -> list[Result]:
    only = [hit.ticket_id for hit in hits]
    page = tickets_page(actor, ListQuery(view="archive", only=only, limit=TICKETS))
    drawn = dict(
        zip((row.id for row in page.rows), rows_of(actor, page.rows, {"view": "archive"}), strict=True)
    )
    return [Result(drawn[hit.ticket_id], hit.excerpt) for hit in hits if hit.ticket_id in drawn]
