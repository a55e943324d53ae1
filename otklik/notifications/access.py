"""Who may see deliveries: whoever may see their ticket; the outbox as a whole is the administrators'."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.core.errors import Denied, NotFound
from otklik.notifications.models import Delivery
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.tickets.access import visible_to as visible_tickets


def visible_to(actor: Actor) -> QuerySet[Delivery]:
    """The deliveries of tickets this actor sees; none for clients: they see the messages themselves."""
    if not (actor.is_agent or actor.is_system):
        return Delivery.objects.none()
    return Delivery.objects.filter(ticket__in=visible_tickets(actor))


def get_delivery_for(actor: Actor, uid: str) -> Delivery:
    """The delivery by its uid, or `NotFound` when there is none this actor may know of."""
    delivery = visible_to(actor).select_related("ticket").filter(uid=uid).first()
    if delivery is None:
        raise NotFound(_("There is no such delivery, or it is not open to you."))
    return delivery


def require_outbox(actor: Actor) -> None:
    """`Denied` unless the actor administers the installation."""
    if not actor.has(ADMINISTER):
        raise Denied(_("The outbox is open to administrators only."))
