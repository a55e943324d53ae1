"""`/desk/search`: a number jumps to its ticket; words find tickets and clients."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from otklik.clients.queries import search_companies, search_contacts
from otklik.core.errors import NotFound
from otklik.people.actor import Actor
from otklik.tickets.access import get_ticket_for
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

CLIENTS = 6


@require_GET
@staff_page
def search(request: OtklikRequest) -> HttpResponse:
    """What fits the words, as far as the actor may see it."""
    words = request.GET.get("q", "").strip()
    number = _ticket_number(request.actor, words)
    if number:
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]))
    context = {
        "shell": shell_for(request.actor, "search"),
        "words": words,
        "companies": search_companies(request.actor, words, CLIENTS) if words else [],
        "contacts": search_contacts(request.actor, words, CLIENTS) if words else [],
    }
    return render(request, "desk/search.html", context)


def _ticket_number(actor: Actor, words: str) -> str:
    if not words or " " in words or not any(ch.isdigit() for ch in words):
        return ""
    try:
        return get_ticket_for(actor, words).number
    except NotFound:
        return ""
