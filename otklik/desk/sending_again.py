"""A mail that did not reach its reader, sent again from the card of its ticket."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.desk.changes import told_on_card
from otklik.notifications.access import get_delivery_for
from otklik.notifications.commands import send_again
from otklik.notifications.enums import DeliveryState
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest

_ON_ITS_WAY = (DeliveryState.QUEUED, DeliveryState.SENT)


@require_POST
@staff_page
def again(request: OtklikRequest, uid: str) -> HttpResponse:
    """`commands.send_again`, then the message it belongs to; pressed once more it is on its way already."""
    delivery = get_delivery_for(request.actor, str(uid))

    @told_on_card
    def sent(request: OtklikRequest, number: str) -> HttpResponse:
        if delivery.state not in _ON_ITS_WAY:
            send_again(request.actor, delivery)
        say_next(request, _("The letter is on its way once more."))
        return HttpResponseRedirect(f"{reverse('desk-ticket', args=[number])}#m-{delivery.message_id or ''}")

    return sent(request, delivery.ticket.number)
