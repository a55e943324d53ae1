"""Opening the portal as a client sees it, and leaving it (NEW-16)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from otklik.clients.access import get_contact_for
from otklik.clients.commands import start_viewing
from otklik.web import viewing
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


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
    """Back to one's own eyes; `next`: an address of the desk."""
    viewing.end(request)
    wanted = request.POST.get("next", "")
    return HttpResponseRedirect(wanted if wanted.startswith("/desk/") else reverse("desk-companies"))
