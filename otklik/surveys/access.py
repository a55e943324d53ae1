"""Who may rate, and who sees ratings: a ticket's client rates it, whoever sees the ticket sees its rating."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.core.errors import Denied
from otklik.people.actor import Actor
from otklik.surveys.models import Rating
from otklik.tickets.access import REPLY, require, visible_to
from otklik.tickets.models import Ticket


def visible_ratings(actor: Actor) -> QuerySet[Rating]:
    """The ratings of every ticket the actor may know of."""
    return Rating.objects.filter(ticket__in=visible_to(actor))


def require_rating(actor: Actor, ticket: Ticket) -> None:
    """`Denied` unless the actor is a client of this ticket; nobody rates work on our own side."""
    if not actor.is_client:
        raise Denied(_("Only the client can rate the work."))
    require(actor, ticket, REPLY)
