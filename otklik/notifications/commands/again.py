"""A person sends a delivery again, or gives it up."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core.errors import NotPossible
from otklik.core.events import Subject, record
from otklik.notifications.access import require_outbox
from otklik.notifications.enums import DeliveryState
from otklik.notifications.events import DELIVERY_CANCELLED, DELIVERY_QUEUED
from otklik.notifications.models import Delivery
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.tickets.access import REPLY, require

AT_ONCE = 200


@transaction.atomic
def send_again(actor: Actor, delivery: Delivery) -> Delivery:
    """Queue a held or failed delivery once more. Needs the right to reply on its ticket, or to administer.

    Writes `delivery.queued`. `NotPossible` for one that has left or is on its way.
    """
    row = _locked(actor, delivery)
    if row.state not in (DeliveryState.HELD, DeliveryState.FAILED, DeliveryState.BOUNCED):
        raise NotPossible(_("Only a held or failed mail can be sent again."))
    row.state = DeliveryState.QUEUED
    row.error = ""
    # What became of earlier attempts no longer matters: somebody wants it to leave once more, on its own.
    row.begun_at = row.unsure = row.within = None
    row.save(update_fields=["state", "error", "begun_at", "unsure", "within"])
    record(DELIVERY_QUEUED, actor.ref, Subject("delivery", row.pk))
    return row


def send_held(actor: Actor) -> int:
    """The same for what is held, the oldest first; how many. Administrators only.

    As many as one press may take; whoever has more presses again. Writes `delivery.queued` for each.
    """
    require_outbox(actor)
    held = Delivery.objects.filter(state=DeliveryState.HELD).order_by("pk")[:AT_ONCE]
    for delivery in held:
        send_again(actor, delivery)
    return len(held)


@transaction.atomic
def cancel_delivery(actor: Actor, delivery: Delivery) -> Delivery:
    """Give up a delivery that has not left. Rights as for `send_again`. Writes `delivery.cancelled`."""
    row = _locked(actor, delivery)
    if row.state == DeliveryState.CANCELLED:
        return row
    if row.state == DeliveryState.SENT:
        raise NotPossible(_("The mail has already been sent."))
    row.state = DeliveryState.CANCELLED
    row.save(update_fields=["state"])
    if row.begun_at is not None:
        # An attempt nobody knows the end of may have taken along what leaves on its own now.
        Delivery.objects.filter(within=row, state=DeliveryState.QUEUED).update(unsure=True)
    record(DELIVERY_CANCELLED, actor.ref, Subject("delivery", row.pk, row.ticket_id))
    return row


def _locked(actor: Actor, delivery: Delivery) -> Delivery:
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not actor.has(ADMINISTER):
        require(actor, row.ticket, REPLY)
    return row
