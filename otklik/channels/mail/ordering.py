"""What letters say of a request that one person ordered for another (REG-2), and of whose word ended it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from otklik.channels.mail.sheet import Fact
from otklik.core.actors import ActorKind
from otklik.core.models import Event
from otklik.notifications.models import Delivery
from otklik.people.queries import staff
from otklik.tickets.models import Ticket


def facts(ticket: Ticket) -> Sequence[Fact]:
    """Who ordered it and for whom; nothing where a client asked for themselves."""
    if not _is_for_another(ticket):
        return ()
    return (Fact(_("Ordered by"), author_of(ticket)), Fact(_("For"), _receiver(ticket)))


def author_of(ticket: Ticket) -> str:
    """The name of whoever registered the ticket: a client, or an employee on their behalf."""
    if _is_for_another(ticket) and ticket.initiator_contact is not None:
        return ticket.initiator_contact.name
    agent = staff().agents.get(ticket.initiator_agent_id or 0)
    return agent.name if agent else _receiver(ticket)


def sentence(delivery: Delivery) -> str:
    """The first sentence of the confirmation to each of the two; empty where there is one person only."""
    ticket = delivery.ticket
    if not _is_for_another(ticket):
        return ""
    if delivery.contact_id == ticket.initiator_contact_id:
        return _("You ordered this for a colleague: %(name)s.") % {"name": _receiver(ticket)}
    return _("A colleague ordered this for you: %(name)s.") % {"name": author_of(ticket)}


def done_by_word(delivery: Delivery) -> str:
    """What stands where there is no solution in words: whose word it was, if it was a client's."""
    event = Event.objects.filter(pk=delivery.event_id).first()
    name = _who_said_so(event, delivery.ticket) if event else ""
    if name:
        return _("The request is marked as completed by %(name)s.") % {"name": name}
    return _("The request is completed.")


def _who_said_so(event: Event, ticket: Ticket) -> str:
    """The client whose word it is; who has the ticket's own link without being a contact is its sender."""
    if event.actor_kind == ActorKind.SENDER:
        return _receiver(ticket)
    if event.actor_kind != ActorKind.CONTACT or not event.actor_id:
        return ""
    names = {ticket.initiator_contact_id: author_of, ticket.contact_id: _receiver}
    return names[event.actor_id](ticket) if event.actor_id in names else ""


def _receiver(ticket: Ticket) -> str:
    return ticket.contact_name or ticket.contact_email


def _is_for_another(ticket: Ticket) -> bool:
    """Ordered by one contact for another."""
    return ticket.initiator_contact_id is not None and ticket.initiator_contact_id != ticket.contact_id
