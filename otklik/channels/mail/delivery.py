"""The reaction that sends a delivery.

The mail leaves outside any transaction; the row is marked in the one that acknowledges the job. Killed in
between, it is sent again under the same Message-ID, by which the recipient's server knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from otklik.channels.mail import outbox, smtp
from otklik.channels.mail.commands import remember_sent
from otklik.channels.mail.composing import Composed, compose
from otklik.channels.mail.passing import pass_on
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.reaching import way_out_of
from otklik.channels.mail.troubles import NoToken, Trouble
from otklik.channels.mail.ways import Way
from otklik.core import clock, failpoints, retrying
from otklik.core.models import Event
from otklik.core.queue import NotYet
from otklik.core.reacting import Effect, later
from otklik.notifications.commands import (
    begin_attempt,
    cancel_unwanted,
    gather,
    mark_failed,
    mark_held,
    mark_sent,
    note_attempt,
    pause_before,
)
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import Delivery
from otklik.notifications.queries import delivery_of, is_preceded
from otklik.notifications.reason_words import NO_MAILBOX

LANE = "mail"
ATTEMPTS = retrying.NETWORK_ATTEMPTS - 1
"""After so many failures we tell the card; the queue's own limit is for faults of ours."""
WAIT_FOR_EARLIER = timedelta(hours=1)
A_MOMENT = timedelta(seconds=3)


@later(lane=LANE, network=True)
def deliver(event: Event) -> Effect | None:
    """Send the mail of a `delivery.queued`, or hold it in the outbox when no outgoing mail is set up.

    One after the other for each ticket and recipient; what staff are told within a minute leaves as one mail.
    What was cancelled meanwhile, or whose ticket was deleted, is not sent.
    """
    delivery = delivery_of(event)
    if delivery.state != DeliveryState.QUEUED:
        return None
    if _is_void(delivery):
        return partial(cancel_unwanted, delivery)
    pause = pause_before(delivery)
    if pause is not None:
        raise NotYet(pause)
    if is_preceded(delivery, since=clock.now() - WAIT_FOR_EARLIER):
        raise NotYet(A_MOMENT)
    carried = gather(delivery)
    mail = compose(delivery, carried)
    if mail is None:
        return partial(mark_failed, delivery, NO_MAILBOX)
    return _leave(delivery, carried, mail)


def _leave(delivery: Delivery, carried: Sequence[Delivery], mail: Composed) -> Effect | None:
    try:
        way = way_out_of(mail.account)
    except NoToken as trouble:
        return _not_now(delivery, trouble)
    except Trouble as trouble:
        return partial(mark_failed, delivery, str(trouble))
    if way is None:
        for one in (delivery, *carried):
            outbox.keep(one.uid, mail.message.as_bytes(policy=POLICY))
        failpoints.hit("mail.after_sending")
        return partial(_held, delivery, carried, mail)
    return _send(delivery, carried, mail, way)


def _send(delivery: Delivery, carried: Sequence[Delivery], mail: Composed, way: Way) -> Effect:
    begin_attempt(delivery)
    failpoints.hit("mail.before_sending")
    try:
        pass_on(mail.account, way, mail.recipient, mail.message, return_path=mail.return_path)
    except smtp.RefusedForGood as refusal:
        return partial(mark_failed, delivery, str(refusal))
    except smtp.TryAgain as trouble:
        return _not_now(delivery, trouble)
    for one in (delivery, *carried):
        outbox.drop(one.uid)
    failpoints.hit("mail.after_sending")
    return partial(_sent, delivery, carried, mail)


def _not_now(delivery: Delivery, trouble: Exception) -> Effect:
    """Tried again by the queue, until it has been tried too often."""
    if delivery.attempts + 1 >= ATTEMPTS:
        return partial(mark_failed, delivery, str(trouble))
    note_attempt(delivery, str(trouble), unsure=isinstance(trouble, smtp.Unsure))
    raise trouble


def _held(delivery: Delivery, carried: Sequence[Delivery], mail: Composed) -> None:
    for one in (delivery, *carried):
        mark_held(one, mail.header)
    remember_sent(delivery, mail.header)


def _sent(delivery: Delivery, carried: Sequence[Delivery], mail: Composed) -> None:
    for one in (delivery, *carried):
        mark_sent(one, mail.header)
    remember_sent(delivery, mail.header)


def _is_void(delivery: Delivery) -> bool:
    """Nobody wants it any more: the ticket is deleted, or the reply was called back."""
    cancelled = delivery.message is not None and delivery.message.cancelled_at is not None
    return delivery.ticket.deleted_at is not None or cancelled
