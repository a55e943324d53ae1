"""Making one ticket of several, with a look at what would happen first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid, Refused
from otklik.tickets import commands
from otklik.tickets.access import EDIT, get_ticket_for, require
from otklik.tickets.commands import Merging
from otklik.tickets.queries.joinable import preview_of
from otklik.tickets.queries.workflow import workflow
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def merge(request: OtklikRequest, number: str) -> HttpResponse:
    """What merging the tickets `with` into this one would do (GET); doing it (POST): `share` confirms that
    different clients read each other, `tell` has the client told."""
    actor = request.actor
    survivor = get_ticket_for(actor, number)
    require(actor, survivor, EDIT)
    given = request.POST if request.method == "POST" else request.GET
    others = [get_ticket_for(actor, one) for one in dict.fromkeys(given.getlist("with")) if one]
    others = [one for one in others if one.pk != survivor.pk]
    if request.method != "POST":
        return _page(request, survivor, others)
    how = Merging(share=given.get("share") == "1", quiet=given.get("tell") != "1")
    try:
        step = commands.merge(actor, survivor, others, how)
    except Refused as error:
        return _page(request, survivor, others, error)
    undo = f"{reverse('desk-step-undo', args=[step.uid])}?ticket={survivor.number}"
    numbers = ", ".join(digits(one.number) for one in others)
    say_next(request, _("Merged into this one: No. %(numbers)s") % {"numbers": numbers}, undo=undo)
    return HttpResponseRedirect(reverse("desk-ticket", args=[survivor.number]))


def _page(
    request: OtklikRequest, survivor: Ticket, others: Sequence[Ticket], error: Refused | None = None
) -> HttpResponse:
    actor = request.actor
    seen = [preview_of(actor, survivor, other) for other in others]
    oldest = min((survivor, *others), key=lambda one: one.created_at)
    context = {
        "shell": shell_for(actor, ""),
        "t": survivor,
        "digits": digits(survivor.number),
        "seen": seen,
        "all": [survivor, *others],
        "statuses": workflow().statuses,
        "priorities": catalogue().priorities,
        "people": sorted({name for one in seen for name in one.mixing.people}),
        "companies": sorted({name for one in seen for name in one.mixing.companies}),
        "copies": sorted({name for one in seen for name in one.mixing.copies}),
        "is_safe": all(one.mixing.is_safe for one in seen),
        "messages": sum(one.messages for one in seen),
        "oldest": digits(oldest.number) if oldest.pk != survivor.pk else "",
        "problem": error.fields.get("share", "") if isinstance(error, Invalid) else "",
        "error": error.message if error else "",
    }
    return render(request, "desk/ticket_merge.html", context, status=status_of(error) if error else 200)
