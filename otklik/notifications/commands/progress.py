"""What became of a delivery; called by the channel that carries it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.queue import NotYet
from otklik.notifications.commands.failing import note_failing
from otklik.notifications.enums import DeliveryState
from otklik.notifications.events import DELIVERY_FAILED
from otklik.notifications.models import Delivery

MAX_ERROR = 2000


def mark_sent(delivery: Delivery, header: str) -> None:
    """The mail was taken over by the next server under this Message-ID. No event: it is the ordinary case."""
    _advance(delivery, DeliveryState.SENT, header)


def mark_held(delivery: Delivery, header: str) -> None:
    """The mail lies in the outbox because no outgoing mail is set up. No event."""
    _advance(delivery, DeliveryState.HELD, header)


def mark_failed(delivery: Delivery, error: str) -> None:
    """The mail will not arrive: it was refused for good. Writes `delivery.failed`, only once."""
    _fail(delivery, DeliveryState.FAILED, error)


def mark_bounced(delivery: Delivery, error: str) -> None:
    """The mail was taken and returned later. Writes `delivery.failed`, only once."""
    _fail(delivery, DeliveryState.BOUNCED, error)


def begin_attempt(delivery: Delivery) -> None:
    """A channel is about to hand the mail over. Where an earlier attempt was begun and nobody knows how it
    ended (a kill, a connection that broke before the server's answer), it may leave twice, and so may what
    leaves with it. No event.

    `NotYet` where it is cancelled by now, or another letter has taken it along meanwhile: then the one who
    asked has read what is no longer so.
    """
    queued = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED, within=delivery.within_id)
    if queued.filter(begun_at=None).update(begun_at=clock.now()):
        return
    if not queued.update(begun_at=clock.now(), unsure=True):
        raise NotYet(timedelta(0))
    _carried(delivery).update(unsure=True)


def note_attempt(delivery: Delivery, error: str, *, unsure: bool = False) -> None:
    """An attempt that will be repeated: its number and what went wrong, for the card. No event.

    `unsure`: the server may have taken the mail all the same; an earlier attempt of which that is true stays
    one, so that the mail stays the same.
    """
    queued = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED)
    queued.update(attempts=F("attempts") + 1, error=error[:MAX_ERROR])
    if not unsure:
        queued.exclude(unsure=True).update(begun_at=None)
    _carried(delivery).update(attempts=F("attempts") + 1, error=error[:MAX_ERROR])


def note_delay(delivery: Delivery, said: str) -> None:
    """A server on the way reports that it still tries to hand on a mail it took. No event."""
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENT).update(error=said[:MAX_ERROR])


def cancel_unwanted(delivery: Delivery) -> None:
    """The ticket was deleted or the reply called back before the mail left. No event: that has its own."""
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED).update(state=DeliveryState.CANCELLED)


@transaction.atomic
def _fail(delivery: Delivery, state: DeliveryState, error: str) -> None:
    open_states = (DeliveryState.QUEUED, DeliveryState.SENT, DeliveryState.HELD)
    failed = Delivery.objects.filter(pk=delivery.pk, state__in=open_states).update(
        state=state, error=error[:MAX_ERROR]
    )
    if failed:
        data = {
            "delivery": str(delivery.uid),
            "message": delivery.message_id,
            "audience": delivery.audience,
        }
        with_it = Delivery.objects.filter(within=delivery, state__in=open_states)
        with_it.update(state=state, error=error[:MAX_ERROR])
        note_failing(delivery, error[:MAX_ERROR])
        record(DELIVERY_FAILED, SYSTEM, Subject("delivery", delivery.pk, delivery.ticket_id), data=data)


def _carried(delivery: Delivery) -> QuerySet[Delivery]:
    """What is to leave with it."""
    return Delivery.objects.filter(within=delivery, state=DeliveryState.QUEUED)


def _advance(delivery: Delivery, state: DeliveryState, header: str) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED).update(
        state=state,
        attempts=F("attempts") + 1,
        error="",
        message_header=header,
        sent_at=clock.now() if state is DeliveryState.SENT else None,
    )
