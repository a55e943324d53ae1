"""`/desk/tickets/<number>/similar`: of the same client, and alike by words; each seen beside (WORK-6)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.search.queries import alike
from otklik.tickets.access import get_ticket_for
from otklik.tickets.queries import MessageRow, card, workflow
from otklik.tickets.queries.similar import same_client, similar_rows
from otklik.web.addresses import address
from otklik.web.errors import wants_fragment
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for
from otklik.web.typography import localtime

HEAD = 600
"""Letters of a message that are shown beside."""


@dataclass(frozen=True)
class Said:
    """One message of a ticket beside: the beginning of its text."""

    author: str
    at: str
    text: str
    is_ours: bool


@require_safe
@staff_page
def similar(request: OtklikRequest, number: str) -> HttpResponse:
    """Both lists: a part of the panel, or a page of their own without script."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    own = same_client(actor, ticket)
    known = {row.id for row in own}
    context = {
        "t": ticket,
        "own": own,
        "alike": similar_rows(actor, [pk for pk in alike(actor, ticket) if pk not in known]),
        "statuses": workflow().statuses,
    }
    if wants_fragment(request):
        return render(request, "desk/similar.html", context)
    return render(request, "desk/similar_page.html", {"shell": shell_for(actor), **context})


@require_safe
@staff_page
def beside(request: OtklikRequest, number: str) -> HttpResponse:
    """A ticket's beginning and its last answer, in a box beside an open card; without script the ticket."""
    found = card(request.actor, number)
    if not wants_fragment(request):
        return HttpResponseRedirect(address("desk-ticket", args=[found.ticket.number]))
    public = [row for row in found.messages if row.public and not row.automatic]
    answered = [row for row in public if row.is_ours]
    solutions = [row for row in answered if row.is_solution]
    last = [row for row in (solutions or answered)[-1:] if row is not public[0]]
    shown = [*public[:1], *last]
    context = {
        "t": found.ticket,
        "status": workflow().statuses[found.ticket.status_id],
        "letters": [_said(row) for row in shown],
        "more": len(public) - len(shown),
    }
    return render(request, "desk/beside.html", context)


def _said(row: MessageRow) -> Said:
    text = row.text.strip()
    cut = f"{text[:HEAD].rstrip()}…" if len(text) > HEAD else text
    return Said(row.author_name or row.author_email, localtime(row.created_at), cut, row.is_ours)
