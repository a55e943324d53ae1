"""Marking addresses that mails do not reach, and taking the mark away."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from otklik.clients.access import require_edit
from otklik.clients.models import Contact, ContactEmail
from otklik.core import clock, text
from otklik.core.actors import SYSTEM, ActorRef
from otklik.core.errors import NotFound
from otklik.core.events import Subject, record
from otklik.core.prepared import Prepared, Rows
from otklik.notifications.events import ADDRESS_CLEARED, ADDRESS_FAILED
from otklik.notifications.models import Delivery, FailingAddress
from otklik.notifications.reasons import OF_THE_ADDRESS, why_of
from otklik.people.actor import Actor

_MARKED: Prepared[int] = Prepared(int)


@transaction.atomic
def note_failing(delivery: Delivery, said: str) -> None:
    """A mail was refused or came back: mark its address, where the reason lies in the address.

    Called by what marks the delivery, in its transaction. Writes `address.failed` the first time.
    """
    note_failing_address(delivery.address, said, delivery)


@transaction.atomic
def note_failing_address(address: str, said: str, delivery: Delivery | None = None) -> None:
    """The same of a letter that is no delivery."""
    why = why_of(said)
    if why not in OF_THE_ADDRESS:
        return
    now = clock.now()
    row, is_new = FailingAddress.objects.get_or_create(
        address=address,
        defaults={"why": why, "said": said, "delivery": delivery, "first_at": now, "last_at": now},
    )
    if is_new:
        record(ADDRESS_FAILED, SYSTEM, _subject(address), data={"why": why.value})
        return
    FailingAddress.objects.filter(pk=row.pk).update(
        why=why, said=said, delivery=delivery, last_at=now, times=F("times") + 1
    )


def heard_from(address: str) -> None:
    """A person wrote from the address, so it works. Called by a channel that takes a message in.

    Writes `address.cleared` where it was marked.
    """
    if address and _MARKED.rows(_marked, address):
        _clear(SYSTEM, address)


@transaction.atomic
def clear_address(actor: Actor, contact: Contact, address: str) -> None:
    """An employee says that this address of a contact works again. Needs `clients.edit`.

    `NotFound` for an address that is not marked or not theirs. Writes `address.cleared`.
    """
    require_edit(actor)
    address = text.email_key(address)
    own = ContactEmail.objects.filter(contact=contact, email=address)
    if not own.exists() or not FailingAddress.objects.filter(address=address).exists():
        raise NotFound
    _clear(actor.ref, address)


def _marked(address: str) -> Rows:
    return FailingAddress.objects.filter(address=address).values_list("pk")


@transaction.atomic
def _clear(by: ActorRef, address: str) -> None:
    FailingAddress.objects.filter(address=address).delete()
    record(ADDRESS_CLEARED, by, _subject(address))


def _subject(address: str) -> Subject:
    """The contact whose address it is: an event keeps no address."""
    owner = ContactEmail.objects.filter(email=address).values_list("contact_id", flat=True).first()
    return Subject("contact", owner) if owner else Subject("address", None)
