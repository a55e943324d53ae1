"""`/requests/<number>/registered`: the number, and what happens next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.portal.doors import Door, signed_in
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits


@require_safe
def show(request: OtklikRequest, door: Door) -> HttpResponse:
    """What the client is told after sending; it can be opened again."""
    ticket = door.ticket
    context = {
        "portal": door.frame(),
        "t": ticket,
        "digits": digits(ticket.number),
        "for_other": ticket.contact_name if ticket.contact_id != door.actor.contact_id else "",
        "request_url": door.base,
    }
    return render(request, "portal/registered.html", context)


show_mine = signed_in(show)
