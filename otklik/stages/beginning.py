"""Tickets come to the first stage of their route by themselves: the reactions of this package."""

from __future__ import annotations

from otklik.core.models import Event
from otklik.stages.commands import begin_route
from otklik.tickets.models import Ticket
from otklik.tickets.queries.routes import routes
from otklik.tickets.registered import JustRegistered

_DECIDES = frozenset({"type", "service"})


def begin(event: Event) -> None:
    """A new ticket, or one whose type or service has changed, begins its route. A `now` reaction.

    Nothing is asked where there are no routes.
    """
    if not routes().in_use:
        return
    if isinstance(event.about, JustRegistered):
        ticket = event.about.ticket
        if begin_route(ticket):
            ticket.refresh_from_db()
        return
    if not any(change["field"] in _DECIDES for change in event.changes):
        return
    row = Ticket.objects.filter(pk=event.ticket_id or 0, deleted_at=None, is_open=True).first()
    if row is not None:
        begin_route(row)
