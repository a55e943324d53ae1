"""A reply that may still be taken back: for how long, and the button that does (decision 0026)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.core.errors import NotPossible
from otklik.desk.composer import Typed, composer_of
from otklik.notifications.recipients import answered_to
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for
from otklik.tickets.queries import card
from otklik.tickets.queries.held import held_back_by
from otklik.tickets.windows import BY_MAIL, ON_PORTAL
from otklik.web.errors import wants_fragment
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


@require_POST
@staff_page
def recall(request: OtklikRequest, number: str, message: int) -> HttpResponse:
    """Take back one's own reply. The open card (`restore`) gets what goes into its answer box, any other page
    is led to the card, where it stands as a draft. A second press, or one behind an overtaking, gives the
    same; too late is said."""
    actor = request.actor
    held = held_back_by(actor, get_ticket_for(actor, number), message)
    try:
        commands.cancel_reply(actor, held)
    except NotPossible as error:
        if wants_fragment(request):
            raise
        say_next(request, error.message)
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]))
    if wants_fragment(request) and request.POST.get("restore"):
        box = composer_of(request, card(actor, number), Typed())
        return render(request, "desk/recalled.html", {"c": box})
    where = f"{reverse('desk-ticket', args=[number])}#composer"
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


def window_of(ticket: Ticket) -> int:
    """For how many seconds a reply written now can be taken back: by the way it leaves."""
    return BY_MAIL.get() if answered_to(ticket) else ON_PORTAL.get()


def tell_elsewhere(request: OtklikRequest, number: str, sent: Mapping[str, object]) -> None:
    """Whoever goes on to another page takes the way back along."""
    undo = reverse("desk-recall", args=[number, sent["message"]]) if sent.get("held") else ""
    words = _("The reply is about to be sent.") if undo else _("The reply was sent.")
    say_next(request, words, undo=undo)
