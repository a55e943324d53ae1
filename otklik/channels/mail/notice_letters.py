"""What a letter says that a rule wrote."""

from __future__ import annotations

from django.utils.translation import get_language

from otklik.core.models import Event
from otklik.core.translated import Translated
from otklik.notifications.filling import fill
from otklik.notifications.links import desk_link
from otklik.notifications.models import Delivery
from otklik.notifications.sending import mailbox_for
from otklik.notifications.values import values_of


def notice(delivery: Delivery) -> str:
    """The rule's words in the reader's language, with what the ticket has put in."""
    event = Event.objects.get(pk=delivery.event_id)
    ticket = delivery.ticket
    values = values_of(ticket, mailbox_for(ticket), link=desk_link(ticket.number))
    return fill(Translated(event.data["texts"]).text(get_language()), values)
