"""Processing of a ticket claimed by opening it (ROUTE-8): windows it is open in, making it new again."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from otklik.desk.changes import answer_change, told_on_card, version_of
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for
from otklik.web.errors import wants_fragment
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


@require_POST
@staff_page
def beat(request: OtklikRequest, number: str) -> HttpResponse:
    """The `window` is still open, or (`state` is `gone`) was closed. No contents: nobody waits for any."""
    ticket, window = get_ticket_for(request.actor, number), request.POST.get("window", "")
    if request.POST.get("state") == "gone":
        commands.leave_window(request.actor, ticket, window)
    else:
        commands.keep_window(request.actor, ticket, window)
    return HttpResponse(status=204)


@require_POST
@staff_page
@told_on_card
def return_to_new(request: OtklikRequest, number: str) -> HttpResponse:
    """Make the ticket new again; `why` where its work was done. Whoever had it goes back to the list: staying
    on the card they would have it again."""
    ticket = get_ticket_for(request.actor, number)
    mine = ticket.assignee_id == request.actor.agent_id
    commands.return_to_new(
        request.actor, ticket, why=request.POST.get("why", ""), version=version_of(request)
    )
    if not mine:
        return answer_change(request, number)
    back = reverse("desk-tickets")
    return (
        HttpResponse(headers={"HX-Redirect": back}) if wants_fragment(request) else HttpResponseRedirect(back)
    )
