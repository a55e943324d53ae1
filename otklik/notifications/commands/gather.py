"""Letters to staff about one ticket that leave as one mail (MAIL-5).

The first leaves at once. What follows to the same address about the same ticket within a minute waits until
the minute is over, and leaves together. Letters to clients never wait: each is somebody's answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import QuerySet

from otklik.core import clock
from otklik.core.prepared import Prepared, Rows
from otklik.notifications.enums import Audience, DeliveryState
from otklik.notifications.models import Delivery
from otklik.notifications.queries import carried_by
from otklik.organisation import settings

GATHERED_FOR = settings.declare(
    "mail.gather_seconds",
    60,
    "What an employee is told of a ticket within so many seconds after a letter about it leaves as one mail.",
)
AT_MOST = 20
"""So many letters make one mail; what is left makes the next."""
_LAST: Prepared[datetime] = Prepared(lambda at: cast("datetime", at))
_LATER: Prepared[int] = Prepared(int)


def pause_before(delivery: Delivery) -> timedelta | None:
    """How long this letter still waits for others; None for one that may leave now."""
    span = _span(delivery)
    if not span:
        return None
    since = clock.now() - span
    last = _LAST.rows(_last, delivery.ticket_id, delivery.address, delivery.pk, since)
    return last[0] - since if last else None


@transaction.atomic
def gather(delivery: Delivery) -> Sequence[Delivery]:
    """The letters that leave with this one, in their order; they wait until it has left.

    Those of an attempt that nobody knows the end of stay the same: the mail is the same mail then. No event.
    """
    if not _span(delivery):
        return ()
    if delivery.begun_at is None:
        later = _LATER.rows(_later, delivery.ticket_id, delivery.address, delivery.pk)
        if not later:
            return ()
        Delivery.objects.filter(pk__in=later).update(within=delivery)
    return carried_by(delivery)


def _span(delivery: Delivery) -> timedelta | None:
    is_told = delivery.audience != Audience.CLIENT
    return timedelta(seconds=GATHERED_FOR.get()) or None if is_told else None


def _last(ticket_id: int, address: str, pk: int, since: datetime) -> Rows:
    sent = _others(ticket_id, address, pk).filter(state=DeliveryState.SENT, sent_at__gt=since)
    return sent.order_by("-sent_at").values_list("sent_at")[:1]


def _later(ticket_id: int, address: str, pk: int) -> Rows:
    later = _others(ticket_id, address, pk).filter(state=DeliveryState.QUEUED, pk__gt=pk)
    return later.order_by("pk").values_list("pk")[: AT_MOST - 1]


def _others(ticket_id: int, address: str, pk: int) -> QuerySet[Delivery]:
    same = Delivery.objects.filter(ticket_id=ticket_id, address=address)
    return same.exclude(audience=Audience.CLIENT).exclude(pk=pk)
