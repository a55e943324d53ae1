"""`/status`: how a request stands, by its number and the e-mail it was registered with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core import text
from otklik.organisation.queries import brand_of_host
from otklik.portal.possible import possible_for
from otklik.portal.standing import standing_of
from otklik.tickets.queries.personal import looked_up
from otklik.web.errors import too_many
from otklik.web.limits import within
from otklik.web.portal_frame import frame_for

EACH_HOUR = 30
EACH_NUMBER = 10
HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The form; a POST shows the standing. A wrong pair and an unknown number get the same words."""
    number = request.POST.get("number", "").strip()[:40]
    email = request.POST.get("email", "").strip()[:254]
    if request.method != "POST":
        return _page(request, request.GET.get("number", "")[:40], "")
    if not within(request, "status", EACH_HOUR, HOUR) or not within(
        request, "status.number", EACH_NUMBER, HOUR, whom=number.upper()
    ):
        return too_many(request)
    if not number or not text.email_key(email):
        return _page(request, number, email, _("Give the number and the e-mail address."))
    ticket = looked_up(number, email)
    if ticket is None:
        said = _("There is no request with this number for this address. Look at our letter: both are in it.")
        return _page(request, number, email, said)
    context = {
        "portal": frame_for(None, brand=brand_of_host(request.get_host())),
        "number": ticket.number,
        "created_at": ticket.created_at,
        "standing": standing_of(ticket, possible_for(ticket)),
    }
    return render(request, "portal/status_found.html", context)


def _page(request: HttpRequest, number: str, email: str, problem: str = "") -> HttpResponse:
    context = {
        "portal": frame_for(None, brand=brand_of_host(request.get_host())),
        "number": number,
        "email": email,
        "problem": problem,
    }
    return render(request, "portal/status.html", context, status=422 if problem else 200)
