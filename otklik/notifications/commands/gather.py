"""Letters to staff about one ticket that leave as one mail (MAIL-5).

The first leaves at once. What follows to the same address about the same ticket within a minute waits until
the minute is over, and leaves together. Letters to clients never wait: each is somebody's answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from otklik.core import clock
from otklik.notifications.enums import Audience, DeliveryState
from otklik.notifications.models import Delivery
from otklik.organisation import settings

GATHERED_FOR = settings.declare(
    "mail.gather_seconds",
    60,
    "What an employee is told of a ticket within so many seconds after a letter about it leaves as one mail.",
)
AT_MOST = 20
"""So many letters make one mail; what is left makes the next."""
_NEEDED = ("ticket__contact", "ticket__brand", "message__body", "agent__user", "contact")


def pause_before(delivery: Delivery) -> timedelta | None:
    """How long this letter still waits for others; None for one that may leave now."""
    span = _span(delivery)
    if not span:
        return None
    since = clock.now() - span
    left = _others(delivery).filter(state=DeliveryState.SENT, sent_at__gt=since)
    last = left.order_by("-sent_at").values_list("sent_at", flat=True).first()
    return last - since if last else None


@transaction.atomic
def gather(delivery: Delivery) -> Sequence[Delivery]:
    """The letters that leave with this one, in their order; they wait until it has left.

    Those of an attempt that nobody knows the end of stay the same: the mail is the same mail then. No event.
    """
    if not _span(delivery):
        return ()
    later = _others(delivery).filter(state=DeliveryState.QUEUED, pk__gt=delivery.pk)
    if delivery.begun_at is None:
        chosen = later.order_by("pk").values_list("pk", flat=True)[: AT_MOST - 1]
        Delivery.objects.filter(pk__in=list(chosen)).update(within=delivery)
    return list(later.filter(within=delivery).select_related(*_NEEDED).order_by("pk"))


def _span(delivery: Delivery) -> timedelta | None:
    is_told = delivery.audience != Audience.CLIENT
    return timedelta(seconds=GATHERED_FOR.get()) or None if is_told else None


def _others(delivery: Delivery) -> QuerySet[Delivery]:
    same = Delivery.objects.filter(ticket_id=delivery.ticket_id, address=delivery.address)
    return same.exclude(audience=Audience.CLIENT).exclude(pk=delivery.pk)
