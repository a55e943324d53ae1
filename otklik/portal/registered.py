"""`/requests/<number>/registered`: the number, and what happens next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.portal.doors import Door, signed_in
from otklik.portal.one_request import initiator_name
from otklik.portal.registering import own_address
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits


@require_safe
def show(request: OtklikRequest, door: Door) -> HttpResponse:
    """What the client is told after sending; it can be opened again."""
    ticket = door.ticket
    is_other = ticket.contact_id != door.actor.contact_id
    context = {
        "portal": door.frame(),
        "t": ticket,
        "digits": digits(ticket.number),
        "for_other": ticket.contact_name if is_other else "",
        "ordered_by": initiator_name(door.actor, ticket) if is_other else "",
        "addresses": [address for address in (ticket.contact_email, _own(door)) if address],
        "request_url": door.base,
    }
    return render(request, "portal/registered.html", context)


def _own(door: Door) -> str:
    """Where whoever ordered it for somebody else gets the same letters; empty where that is the address of
    the request itself."""
    if door.ticket.initiator_contact_id != door.actor.contact_id:
        return ""
    address = own_address(door.actor)
    return address if address != door.ticket.contact_email else ""


show_mine = signed_in(show)
