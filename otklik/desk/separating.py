"""A ticket of its own for a client's mail that began another question in this one's thread."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.channels.mail.commands import separate
from otklik.channels.mail.queries import ticket_of_message
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


@require_POST
@staff_page
def separation(request: OtklikRequest, message: int) -> HttpResponse:
    """Make it, and go there; the old ticket stands among its links."""
    ticket = ticket_of_message(request.actor, message)
    fresh = separate(request.actor, ticket, message)
    said = _("A new ticket of this mail; the old one is linked: No. %(number)s.")
    say_next(request, said % {"number": ticket.number})
    return HttpResponseRedirect(reverse("desk-ticket", args=[fresh.number]))
