"""Opening the portal as a client sees it, and leaving it (NEW-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from otklik.clients.access import get_contact_for
from otklik.clients.commands import start_viewing
from otklik.clients.queries import own_contact
from otklik.web import viewing
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.people.models import User


@require_POST
@staff_page
def start(request: OtklikRequest, uid: str) -> HttpResponse:
    """Open the portal as this contact sees it."""
    contact = get_contact_for(request.actor, str(uid))
    viewing.begin(request, start_viewing(request.actor, contact))
    return HttpResponseRedirect(reverse("portal"))


@require_POST
@staff_page
def leave(request: OtklikRequest) -> HttpResponse:
    """Back to one's own eyes: to the client's card, or to all clients where the look has ended by itself."""
    client = viewing.viewed(request, cast("User", request.user))
    contact = own_contact(client) if client else None
    viewing.end(request)
    if contact is None:
        return HttpResponseRedirect(reverse("desk-companies"))
    return HttpResponseRedirect(reverse("desk-contact", args=[contact.uid]))
