"""The stage of a ticket on its card: where it stands on its route, passing it on and returning it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from otklik.desk.changes import answer_change, told_on_card, version_of
from otklik.stages.commands import pass_on
from otklik.tickets.access import get_ticket_for
from otklik.tickets.content import from_text
from otklik.tickets.requirements import Asked
from otklik.web.errors import wants_fragment
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


@require_POST
@staff_page
@told_on_card
def stage(request: OtklikRequest, number: str) -> HttpResponse:
    """Pass the ticket on to `stage`, or return it there, with a `comment` if wanted. What the present stage
    requires and the ticket lacks is asked by a form."""
    ticket = get_ticket_for(request.actor, number)
    code, comment = request.POST.get("stage", ""), request.POST.get("comment", "")
    try:
        pass_on(request.actor, ticket, code, from_text(comment), version=version_of(request))
    except Asked:
        asked = urlencode({"stage": code, "comment": comment[:2000]})
        address = f"{reverse('desk-entering', args=[number])}?{asked}"
        if wants_fragment(request):
            return HttpResponse(headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
    return answer_change(request, number)
