"""Replies that are about to be sent: nobody but their authors is shown what they say."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.errors import NotFound
from otklik.people.actor import Actor
from otklik.tickets.models import Message, Ticket

JUST_NOW = timedelta(minutes=2)
"""So long a page that was open may have missed a reply which stands above what it has."""


def held_in(ticket_id: int) -> QuerySet[Message]:
    """The replies of a ticket that are about to be sent."""
    return Message.objects.filter(
        ticket_id=ticket_id, sends_at__isnull=False, released_at=None, cancelled_at=None
    )


def held_back_by(actor: Actor, ticket: Ticket, pk: int) -> Message:
    """This actor's reply of the ticket that is, or was, held back; `NotFound` for any other."""
    own = Message.objects.filter(ticket=ticket, pk=pk, agent_id=actor.agent_id or 0)
    found = own.exclude(sends_at=None).first()
    if found is None:
        raise NotFound(_("There is no such message, or it is not open to you."))
    return found


def is_being_answered(ticket_id: int) -> bool:
    """Whether somebody has pressed "send" in this ticket and may still take it back."""
    return held_in(ticket_id).exists()


def before_late_ones(ticket_id: int, after: int) -> int:
    """Behind which message an open page that has this one asks for more: a reply that was held back may stand
    above what it has."""
    late = Q(released_at=None) | Q(released_at__gte=clock.now() - JUST_NOW)
    held = Message.objects.filter(late, ticket_id=ticket_id, pk__lte=after, cancelled_at=None)
    first = held.exclude(sends_at=None).order_by("pk").values_list("pk", flat=True).first()
    return after if first is None else first - 1
