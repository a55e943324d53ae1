"""Letters about one ticket to one address that leave as one mail (MAIL-5).

To employees the first leaves at once; what follows within a minute waits until the minute is over, and leaves
together. An answer to a client waits a minute itself: what is said to them meanwhile leaves with it, in one
mail, as nobody knows at the first word whether a second one comes. Confirmations and reminders never wait.

A letter that leaves with another one (`within`) has no attempts of its own while that one is to be sent, and
one that was begun on its own is never taken along: so no words reach anybody under two Message-IDs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import QuerySet, Sum

from otklik.core import clock
from otklik.core.prepared import Prepared, Rows
from otklik.notifications.enums import Audience, DeliveryState, Letter
from otklik.notifications.models import Delivery
from otklik.notifications.queries import carried_by
from otklik.notifications.sending import MAX_BYTES
from otklik.organisation import settings
from otklik.people.queries import staff
from otklik.people.quiet import quiet_left
from otklik.tickets.models import MessageFile

GATHERED_FOR = settings.declare(
    "mail.gather_seconds",
    60,
    "What an employee is told of a ticket within so many seconds after a letter about it leaves as one mail.",
)
ANSWERS_WAIT = settings.declare(
    "mail.gather_answers_seconds",
    60,
    "An answer to a client waits so many seconds: what is said to them meanwhile leaves in the same mail.",
)
AT_MOST = 20
"""So many letters make one mail; what is left makes the next."""
ANSWERS = frozenset({Letter.REPLY, Letter.CLARIFICATION, Letter.DONE})
_GATHERED = ANSWERS | {Letter.STATUS}
_LAST: Prepared[datetime] = Prepared(lambda at: cast("datetime", at))
_LATER: Prepared[tuple[int, int | None]] = Prepared(lambda pk, message: (pk, message))


def pause_before(delivery: Delivery) -> timedelta | None:
    """How long this letter still waits for others, or for the end of its reader's quiet hours; None for one
    that may leave now."""
    quiet = _quiet(delivery)
    if quiet is not None:
        return quiet
    span = _span(delivery)
    if not span:
        return None
    if delivery.audience == Audience.CLIENT:
        left = delivery.created_at + span - clock.now()
        return left if left > timedelta(0) and not delivery.attempts and delivery.begun_at is None else None
    since = clock.now() - span
    last = _LAST.rows(_last, delivery.ticket_id, delivery.address, delivery.pk, since)
    return last[0] - since if last else None


def _quiet(delivery: Delivery) -> timedelta | None:
    """Clients and lists have none; an employee's are by their own clock."""
    agent = staff().agents.get(delivery.agent_id or 0)
    if agent is None or not agent.quiet:
        return None
    return quiet_left(agent.quiet, agent.time_zone or settings.TIME_ZONE.get(), clock.now())


@transaction.atomic
def gather(delivery: Delivery) -> Sequence[Delivery]:
    """The letters that leave with this one, in their order; they wait until it has left.

    Those of an attempt that nobody knows the end of stay the same: the mail is the same mail then. No event.
    """
    if not _span(delivery):
        return ()
    if delivery.begun_at is None:
        is_answer = delivery.audience == Audience.CLIENT
        find = _later_answers if is_answer else _later
        values = (delivery.ticket_id, delivery.address, delivery.pk)
        later = _LATER.rows(find, *values, shape=is_answer)
        taken = list(_fitting(delivery.message_id, later)) if is_answer else [pk for pk, _message in later]
        if not taken:
            return ()
        waiting = Delivery.objects.filter(pk__in=taken, state=DeliveryState.QUEUED, begun_at=None)
        waiting.update(within=delivery)
    return carried_by(delivery)


def _span(delivery: Delivery) -> timedelta | None:
    if delivery.audience != Audience.CLIENT:
        return timedelta(seconds=GATHERED_FOR.get()) or None
    return timedelta(seconds=ANSWERS_WAIT.get()) or None if delivery.letter in _GATHERED else None


def _fitting(first: int | None, later: Iterable[tuple[int, int | None]]) -> Iterator[int]:
    """As many as their files fit into one mail together."""
    room = MAX_BYTES
    for pk, message_id in [(0, first), *later]:
        size = _size(message_id)
        if pk and size > room:
            return
        room -= size
        if pk:
            yield pk


def _size(message_id: int | None) -> int:
    if message_id is None:
        return 0
    found = MessageFile.objects.filter(message_id=message_id).aggregate(size=Sum("file__size"))["size"]
    return found or 0


def _last(ticket_id: int, address: str, pk: int, since: datetime) -> Rows:
    sent = _others(ticket_id, address, pk).exclude(audience=Audience.CLIENT)
    sent = sent.filter(state=DeliveryState.SENT, sent_at__gt=since)
    return sent.order_by("-sent_at").values_list("sent_at")[:1]


def _later(ticket_id: int, address: str, pk: int) -> Rows:
    return _waiting(_others(ticket_id, address, pk).exclude(audience=Audience.CLIENT), pk)


def _later_answers(ticket_id: int, address: str, pk: int) -> Rows:
    to_client = _others(ticket_id, address, pk).filter(audience=Audience.CLIENT, letter__in=sorted(_GATHERED))
    return _waiting(to_client, pk)


def _waiting(rows: QuerySet[Delivery], pk: int) -> Rows:
    later = rows.filter(state=DeliveryState.QUEUED, begun_at=None, pk__gt=pk)
    return later.order_by("pk").values_list("pk", "message_id")[: AT_MOST - 1]


def _others(ticket_id: int, address: str, pk: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(ticket_id=ticket_id, address=address).exclude(pk=pk)
