"""What has happened to the card of a company, a contact, a site or a machine: who changed what."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.clients.models import Asset, Company, Contact, Site
from otklik.core.models import Event
from otklik.people.actor import Actor


def past_of(actor: Actor, row: Company | Contact | Site | Asset, limit: int = 8) -> Sequence[Event]:
    """The last events of a row the actor has in hand, newest first; nothing for clients. One query."""
    if not actor.is_agent:
        return ()
    events = Event.objects.filter(subject_kind=type(row).__name__.lower(), subject_id=row.pk)
    return list(events.order_by("-id")[:limit])
