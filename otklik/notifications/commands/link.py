"""Giving clients without an account the way back to their request."""

from __future__ import annotations

from django.db import transaction

from otklik.clients.models import ContactEmail
from otklik.core import text
from otklik.core.actors import ActorRef
from otklik.core.counting import among_first
from otklik.core.events import Subject, record
from otklik.notifications.events import LINK_ASKED
from otklik.tickets.queries.personal import looked_up

EACH_REQUEST = 3
"""So many letters an hour about one request to one address, however its number is spelt."""
EACH_ADDRESS = 10
"""So many letters an hour to one address, about whichever requests."""
HOUR = 3600


@transaction.atomic
def ask_link(by: ActorRef, number: str, email: str) -> None:
    """Somebody asks for the link of the request with this number at this address: a letter takes it there.

    Anybody may ask; no words tell whether the two belong together, nor that there were letters enough. How
    long the answer takes is not evened out: limits keep it from being measured often. Writes
    `ticket.link_asked` where they belong together; the letter follows from it. The event holds no address,
    only the id of the contact's (`email`; none: the one the request was registered with).
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
