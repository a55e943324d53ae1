"""Moving a ticket that came to the wrong mailbox to the right one, from its card."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid
from otklik.desk.changes import told_on_card, version_of
from otklik.tickets.access import get_ticket_for
from otklik.tickets.commands import readdress
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


@require_POST
@staff_page
@told_on_card
def moved(request: OtklikRequest, number: str) -> HttpResponse:
    """`commands.readdress` to the `mailbox` named, then the card again."""
    ticket = get_ticket_for(request.actor, number)
    name = request.POST.get("mailbox", "")
    box = next((one for one in catalogue().mailboxes() if one.name == name), None)
    if box is None:
        raise Invalid({"mailbox": _("There is no such mailbox, or it is out of use.")})
    readdress(request.actor, ticket, box, version=version_of(request))
    say_next(request, _("Moved: letters leave from %(address)s.") % {"address": box.sends_from})
    return HttpResponseRedirect(reverse("desk-ticket", args=[ticket.number]))
