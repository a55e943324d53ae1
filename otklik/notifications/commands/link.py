"""Giving clients without an account the way back to their request."""

from __future__ import annotations

from django.core.cache import cache
from django.db import transaction

from otklik.clients.models import ContactEmail
from otklik.core import text
from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.core.counting import among_first
from otklik.core.events import Subject, record
from otklik.core.ids import uuid7
from otklik.core.models import Event
from otklik.core.reacting import later
from otklik.notifications.events import LINK_ASKED, LINK_REQUESTED
from otklik.tickets.queries.personal import looked_up

EACH_REQUEST = 3
"""So many letters an hour about one request to one address, however its number is spelt."""
EACH_ADDRESS = 10
"""So many letters an hour to one address, about whichever requests."""
HOUR = 3600


@transaction.atomic
def request_link(by: ActorRef, number: str, email: str) -> None:
    """Somebody asks for the link of the request with this number at this address.

    Anybody may ask. Nothing is looked up here: the same is written for every pair, so that neither words nor
    time tell whether the two belong together. Writes `link.requested`; `look_up_link` follows from it. Number
    and address wait in the cache, not in the event: an event is kept for ever.
    """
    asked = f"link.requested:{uuid7()}"
    cache.set(asked, [number, email], HOUR)
    record(LINK_REQUESTED, by, Subject("link", None), data={"asked": asked})


@later()
def look_up_link(event: Event) -> None:
    """Look up what a `link.requested` asks for; nothing where nobody came to it within the hour."""
    asked = cache.get(str(event.data.get("asked")))
    if asked is not None:
        ask_link(ActorRef(ActorKind(event.actor_kind), event.actor_id, Via(event.via)), *asked)


@transaction.atomic
def ask_link(by: ActorRef, number: str, email: str) -> None:
    """A letter takes the link of the request with this number to this address, where they belong together.

    Not for a page to call: how long it takes tells whether they do. Nobody is told that there were letters
    enough. Writes `ticket.link_asked`; the letter follows from it. The event holds no address, only the id of
    the contact's (`email`; none: the one the request was registered with).
    """
    ticket, address = looked_up(number, email), text.email_key(email)
    if ticket is None or not _is_due(ticket.pk, address):
        return
    known = ContactEmail.objects.filter(contact_id=ticket.contact_id or 0, email=address)
    row = None if address == ticket.contact_email else known.values_list("pk", flat=True).first()
    record(LINK_ASKED, by, Subject("ticket", ticket.pk, ticket.pk), data={"email": row} if row else {})


def _is_due(ticket_id: int, address: str) -> bool:
    return among_first("link.request", f"{ticket_id} {address}", EACH_REQUEST, HOUR) and among_first(
        "link.address", address, EACH_ADDRESS, HOUR
    )
