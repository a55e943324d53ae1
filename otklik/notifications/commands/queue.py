"""Deciding that somebody is told: the delivery's row and the event that sends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.inserting import insert
from otklik.core.models import Event
from otklik.notifications.addresses import Recipient
from otklik.notifications.enums import Audience, Channel, DeliveryState, Letter
from otklik.notifications.events import DELIVERY_QUEUED
from otklik.notifications.models import Delivery
from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Notice:
    """One thing to tell one recipient, as which audience, in which words, about which message."""

    audience: Audience
    letter: Letter
    recipient: Recipient
    message_id: int | None = None


@transaction.atomic
def queue(event: Event, ticket: Ticket, notices: Iterable[Notice]) -> list[Delivery]:
    """Write a delivery for every address, the first reason winning, each with `delivery.queued`.

    Called by the reaction `tell` inside the transaction that acknowledges it.
    """
    queued = []
    for address, notice in _first_of_each(notices).items():
        delivery = insert(
            Delivery(
                event_id=event.pk,
                ticket=ticket,
                message_id=notice.message_id,
                channel=Channel.MAIL,
                audience=notice.audience,
                letter=notice.letter,
                address=address,
                name=notice.recipient.name[:150],
                agent_id=notice.recipient.agent_id,
                contact_id=notice.recipient.contact_id,
                state=DeliveryState.QUEUED,
                created_at=clock.now(),
            )
        )
        record(DELIVERY_QUEUED, SYSTEM, Subject("delivery", delivery.pk))
        queued.append(delivery)
    return queued


def _first_of_each(notices: Iterable[Notice]) -> dict[str, Notice]:
    chosen: dict[str, Notice] = {}
    for notice in notices:
        chosen.setdefault(notice.recipient.address, notice)
    return chosen
