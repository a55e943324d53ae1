"""`/o/<signed>`: rating done work or sending it back, from a letter. Opening it changes nothing, however
often and by whatever program; only the press of its button does."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core.errors import Invalid, NotPossible, Refused
from otklik.notifications.links import read_opinion
from otklik.portal.doors import Door, through_link
from otklik.portal.one_request import NOTHING, Returned
from otklik.portal.possible import possible_for, rated_words
from otklik.portal.standing import helper
from otklik.portal.verdict import give, send_back
from otklik.tickets.access import get_ticket_for
from otklik.tickets.enums import State
from otklik.tickets.queries import thread
from otklik.web.errors import status_of
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits

REOPEN = "reopen"


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """The page of the link: marks (`rate` preselects one) or, with `reopen`, the reason; a POST does it."""
    wants_reopening = request.GET.get(REOPEN) == "1"
    if request.method != "POST":
        return _page(request, door, reopening=wants_reopening)
    wants_reopening = request.POST.get("wish") == REOPEN
    values = {name: request.POST.get(name, "") for name in ("value", "comment", "why", "instead")}
    try:
        if request.POST.get("pressed", "yes") != "yes":
            raise NotPossible(_("Press the button yourself: what programs press does not count."))
        if wants_reopening:
            send_back(door, values["why"])
        else:
            give(door, values)
    except Refused as error:
        problems = error.fields if isinstance(error, Invalid) else {}
        back = Returned("opinion", error.message, problems, values, status=status_of(error))
        return _page(request, door, reopening=wants_reopening, returned=back)
    return _thanks(request, door, reopened=wants_reopening)


def _thanks(request: OtklikRequest, door: Door, *, reopened: bool) -> HttpResponse:
    ticket = get_ticket_for(door.actor, door.ticket.number)
    possible = possible_for(ticket, door.actor)
    context = {
        **_common(door),
        "possible": possible,
        "rated": rated_words(possible.rating, door.actor),
        "reopened": reopened,
        "closed_now": door.ticket.state != State.CLOSED and ticket.state == State.CLOSED,
        "closes_at": ticket.closes_at if ticket.state == State.RESOLVED else None,
    }
    return render(request, "portal/opinion_thanks.html", context)


def _page(
    request: OtklikRequest, door: Door, *, reopening: bool, returned: Returned = NOTHING
) -> HttpResponse:
    possible = possible_for(door.ticket, door.actor)
    asked = request.GET.get("rate", "") or possible.own_mark
    context = {
        **_common(door),
        "possible": possible,
        "rated": rated_words(possible.rating, door.actor),
        "reopening": reopening,
        "returned": returned,
        "value": returned.values.get("value") or asked,
        "from_letter": bool(request.GET.get("rate")),
        "is_done": not door.ticket.is_open,
    }
    return render(request, "portal/opinion.html", context, status=returned.status if returned.form else 200)


def _common(door: Door) -> dict[str, object]:
    ticket = door.ticket
    return {
        "portal": door.frame(),
        "door": door,
        "t": ticket,
        "digits": digits(ticket.number),
        "done_at": ticket.resolved_at or ticket.closed_at,
        "who": helper(ticket.assignee_id),
        "solution": _solution(door),
        "portal_url": reverse("portal-request", args=[ticket.number]),
    }


def _solution(door: Door) -> str:
    """The last words with which the work was called done."""
    messages, _more = thread(door.actor, door.ticket)
    return next((row.text for row in reversed(messages) if row.is_solution), "")


show = through_link(opinion, read_opinion, "portal-opinion")
