"""Giving clients without an account the way back to their request."""

from __future__ import annotations

from django.db import transaction

from otklik.core import text
from otklik.core.actors import ActorRef
from otklik.core.events import Subject, record
from otklik.notifications.events import LINK_ASKED
from otklik.tickets.queries.personal import looked_up


@transaction.atomic
def ask_link(by: ActorRef, number: str, email: str) -> None:
    """Somebody asks for the link of the request with this number at this address: a letter takes it there.

    Anybody may ask, and nobody is told whether the two belong together. Writes `ticket.link_asked` where they
    do; the letter follows from it.
    """
    ticket = looked_up(number, email)
    if ticket is not None:
        address = text.email_key(email)
        record(LINK_ASKED, by, Subject("ticket", ticket.pk, ticket.pk), data={"address": address})
