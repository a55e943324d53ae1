"""`/requests/colleagues`: names proposed while a client types for whom a request is."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from otklik.clients.queries import colleagues
from otklik.portal.registering import label_of
from otklik.web.errors import too_many
from otklik.web.gates import client_page
from otklik.web.limits import within
from otklik.web.request import OtklikRequest

EACH_HOUR, HOUR = 300, 3600


@require_safe
@client_page
def propose(request: OtklikRequest) -> HttpResponse:
    """JSON: a few labels of colleagues of the client's own company whom the words fit (`clients.queries`)."""
    if not within(request, "colleagues", EACH_HOUR, HOUR, whom=request.actor.key):
        return too_many(request)
    found = colleagues(request.actor, request.GET.get("q", "")[:100])
    return JsonResponse({"people": [label_of(one) for one in found]})
