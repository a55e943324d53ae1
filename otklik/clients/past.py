"""What has happened to a company's card: who changed what, for employees."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.clients.models import Company
from otklik.core.models import Event
from otklik.people.actor import Actor


def past_of(actor: Actor, company: Company, limit: int = 8) -> Sequence[Event]:
    """The last events of a company the actor has in hand, newest first; nothing for clients. One query."""
    if not actor.is_agent:
        return ()
    events = Event.objects.filter(subject_kind="company", subject_id=company.pk)
    return list(events.order_by("-id")[:limit])
