"""Making one client of two, with a look at what would happen first; and parting them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.clients.access import EDIT, get_company_for, get_contact_for
from otklik.clients.commands import merge_clients, undo_merge
from otklik.clients.duplicates import (
    alike_companies,
    alike_contacts,
    get_merge_for,
    likely_for,
    preview,
)
from otklik.clients.queries import search_companies, search_contacts
from otklik.core.errors import NotFound, Refused
from otklik.desk.merge_words import Side, group, side, taken_over
from otklik.people.actor import Actor
from otklik.tickets.queries.counting import tickets_of_client
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import page_for
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact

OFFERED = 10


@require_safe
@page_for(EDIT)
def duplicates(request: OtklikRequest) -> HttpResponse:
    """Companies and contacts that are probably one."""
    context = {
        "shell": shell_for(request.actor, "clients"),
        "companies": [group(one) for one in alike_companies(request.actor)],
        "contacts": [group(one) for one in alike_contacts(request.actor)],
    }
    return render(request, "desk/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(EDIT)
def merge(request: OtklikRequest, kind: str, uid: str) -> HttpResponse:
    """Choose the other one (`q`), see what would happen (`with`), do it (POST)."""
    actor = request.actor
    survivor = _client(actor, kind, str(uid))
    wanted = request.POST.get("with", "") or request.GET.get("with", "")
    other = _client(actor, kind, wanted) if wanted else None
    if request.method != "POST" or other is None:
        return _page(request, kind, survivor, other)
    try:
        merge_clients(actor, survivor, other)
    except Refused as error:
        return _page(request, kind, survivor, other, error)
    say_next(request, _("These are one now. Their tickets follow within minutes."))
    return HttpResponseRedirect(_card(kind, survivor))


@require_POST
@page_for(EDIT)
def undo(request: OtklikRequest, uid: str) -> HttpResponse:
    """Part them again."""
    row, survivor = get_merge_for(request.actor, str(uid))
    try:
        undo_merge(request.actor, row)
        say_next(request, _("These are two again. Their tickets follow within minutes."))
    except Refused as error:
        say_next(request, error.message)
    return HttpResponseRedirect(_card(row.kind, survivor))


def _client(actor: Actor, kind: str, uid: str) -> Company | Contact:
    if kind == "companies":
        return get_company_for(actor, uid)
    if kind == "contacts":
        return get_contact_for(actor, uid)
    raise NotFound


def _card(kind: str, row: Company | Contact) -> str:
    return reverse("desk-company" if kind in ("companies", "company") else "desk-contact", args=[row.uid])


def _page(
    request: OtklikRequest,
    kind: str,
    survivor: Company | Contact,
    other: Company | Contact | None,
    error: Refused | None = None,
) -> HttpResponse:
    actor, words = request.actor, request.GET.get("q", "")
    one = "company" if kind == "companies" else "contact"
    context: dict[str, object] = {
        "shell": shell_for(actor, "clients"),
        "kind": kind,
        "survivor": side(survivor),
        "words": words,
        "card_url": _card(kind, survivor),
        "error": error.message if error else "",
        "other": side(other) if other else None,
        "found": [] if other else _offered(actor, kind, survivor, words),
    }
    if other is not None:
        seen = preview(actor, survivor, other)
        context["moves"] = seen.moves
        context["fields"] = taken_over(actor, one, seen, other)
        context["tickets"] = tickets_of_client(one, other.pk)
    return render(request, "desk/merge.html", context, status=status_of(error) if error else 200)


def _offered(actor: Actor, kind: str, survivor: Company | Contact, words: str) -> list[Side]:
    """Who fits the words; without words who is probably the same."""
    if not words:
        return [side(row, why) for why, row in likely_for(actor, survivor)]
    search = search_companies if kind == "companies" else search_contacts
    return [side(row) for row in search(actor, words, OFFERED) if row.pk != survivor.pk]
