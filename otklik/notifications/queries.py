"""Reads about deliveries: the outbox for administrators, states for the card, facts for channels."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from otklik.core.models import Event
from otklik.core.paging import Order, Page, behind, encode
from otklik.core.prepared import Joined, Prepared, Rows, Whole, filled
from otklik.notifications.access import get_delivery_for, require_outbox
from otklik.notifications.enums import Audience, DeliveryState, Letter
from otklik.notifications.models import Delivery
from otklik.organisation.settings import NUMBER_PREFIX
from otklik.people.actor import Actor

NEWEST_FIRST = (Order("id", descending=True),)
_DELIVERY = Whole(Delivery)
_OF_MESSAGES: Prepared[Delivery] = Prepared(_DELIVERY.row)
_WITH_TICKET = Joined(
    Delivery,
    "ticket",
    "ticket__contact",
    "ticket__company",
    "ticket__brand",
    "message",
    "message__body",
    "agent",
    "agent__user",
    "contact",
)
_TO_SEND, _EARLIER = Prepared(_WITH_TICKET.row), Prepared(int)


@dataclass(frozen=True)
class OutboxRow:
    """A delivery as the outbox lists it."""

    uid: str
    number: str
    subject: str
    letter: str
    audience: str
    address: str
    name: str
    state: DeliveryState
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class DeliveryLine:
    """What the card says beside a message: to whom it went and how far it has come."""

    uid: str
    audience: Audience
    address: str
    name: str
    state: DeliveryState
    error: str
    sent_at: datetime | None
    maybe_twice: bool = False


@dataclass(frozen=True)
class OutboxQuery:
    """Which deliveries: of a state, of a kind of letter, to an address (its beginning) or about a ticket."""

    state: DeliveryState | None = None
    letter: Letter | None = None
    words: str = ""
    after: str = ""
    size: int = 50


def outbox(actor: Actor, wanted: OutboxQuery) -> Page[OutboxRow]:
    """Deliveries, the newest first. Administrators only; one query."""
    require_outbox(actor)
    rows = Delivery.objects.select_related("ticket").order_by("-id")
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if wanted.letter is not None:
        rows = rows.filter(letter=wanted.letter)
    if wanted.words.strip():
        rows = rows.filter(_found_by(wanted.words.strip()))
    if wanted.after:
        rows = rows.filter(behind(NEWEST_FIRST, wanted.after))
    found = list(rows[: wanted.size + 1])
    cursor = encode([found[wanted.size - 1].pk]) if len(found) > wanted.size else None
    return Page([_outbox_row(row) for row in found[: wanted.size]], cursor)


def outbox_row(actor: Actor, uid: str) -> OutboxRow:
    """One of them; `NotFound` for none. Administrators only."""
    require_outbox(actor)
    return _outbox_row(get_delivery_for(actor, uid))


def _found_by(words: str) -> Q:
    """A ticket's number, with its letters or without; else an address, or how it begins."""
    number = words.upper()
    if number.isdecimal():
        return Q(ticket__number__in=[number, f"{NUMBER_PREFIX.get()}{number}"])
    return Q(ticket__number=number) | Q(address__startswith=words.lower())


def letters_by_state() -> Mapping[DeliveryState, int]:
    """How many failed, came back or are held. For the doctor, not for a person: no access is checked."""
    shown = [DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.HELD]
    rows = Delivery.objects.filter(state__in=shown)
    counted = rows.values_list("state").annotate(number=Count("pk")).order_by("state")
    return {DeliveryState(state): number for state, number in counted}


def delivery_states(message_ids: Iterable[int]) -> Mapping[int, Sequence[DeliveryLine]]:
    """Deliveries of these messages by message, in one query; the caller has decided who may see them."""
    ids, found = list(message_ids), dict[int, list[DeliveryLine]]()
    for row in _OF_MESSAGES.rows(_about, *filled(ids)) if ids else ():
        if row.message_id is not None:
            found.setdefault(row.message_id, []).append(_line(row))
    return found


def _about(*messages: int) -> Rows:
    return Delivery.objects.filter(message_id__in=messages).order_by("id").values_list(*_DELIVERY.columns)


def delivery_of(event: Event) -> Delivery:
    """The delivery a `delivery.queued` event is about, with what a channel needs to compose it."""
    found = _TO_SEND.rows(_to_send, event.subject_id or 0)
    if not found:
        raise Delivery.DoesNotExist
    return found[0]


def _to_send(pk: int) -> Rows:
    return Delivery.objects.filter(pk=pk).values_list(*_WITH_TICKET.columns)


def carried_by(delivery: Delivery) -> list[Delivery]:
    """Those still to be sent that leave with this one, in their order, with what composing them needs."""
    return _TO_SEND.rows(_carried, delivery.pk, shape="carried")


def _carried(pk: int) -> Rows:
    carried = Delivery.objects.filter(within_id=pk, pk__gt=pk, state=DeliveryState.QUEUED).order_by("pk")
    return carried.values_list(*_WITH_TICKET.columns)


def is_told_client(ticket_id: int, address: str) -> bool:
    """Whether the address has had a public message of this ticket: then its owner takes part in it."""
    told = Delivery.objects.filter(ticket_id=ticket_id, address=address, audience=Audience.CLIENT)
    return told.exists()


def is_preceded(delivery: Delivery, *, since: datetime) -> bool:
    """Whether an earlier delivery about the same ticket to the same address is still to be sent.

    One that has been stuck since before `since` no longer holds up others, but for what leaves with it.
    """
    carrier = delivery.within_id or 0
    return bool(_EARLIER.rows(_earlier, delivery.ticket_id, delivery.address, delivery.pk, since, carrier))


def _earlier(ticket_id: int, address: str, pk: int, since: datetime, carrier: int) -> Rows:
    earlier = Delivery.objects.filter(ticket_id=ticket_id, address=address, pk__lt=pk)
    holding = Q(created_at__gte=since) | Q(pk=carrier)
    return earlier.filter(holding, state=DeliveryState.QUEUED).values_list("pk")[:1]


def by_uid(uid: uuid.UUID) -> Delivery | None:
    """A delivery for the channel that finds it named in a returned mail; None when it is gone."""
    return Delivery.objects.select_related("ticket").filter(uid=uid).first()


def by_id(pk: int) -> Delivery | None:
    """The same by its number, for the channel that has signed it."""
    return Delivery.objects.select_related("ticket").filter(pk=pk).first()


def _outbox_row(row: Delivery) -> OutboxRow:
    return OutboxRow(
        uid=str(row.uid),
        number=row.ticket.number,
        subject=row.ticket.subject,
        letter=row.letter,
        audience=row.audience,
        address=row.address,
        name=row.name,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        error=row.error,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )


def _line(row: Delivery) -> DeliveryLine:
    return DeliveryLine(
        uid=str(row.uid),
        audience=Audience(row.audience),
        address=row.address,
        name=row.name,
        state=DeliveryState(row.state),
        error=row.error,
        sent_at=row.sent_at,
        maybe_twice=bool(row.unsure),
    )
