"""Clocks follow events: the reactions of this package."""

from __future__ import annotations

from otklik.core.models import Event
from otklik.sla.commands import keep
from otklik.sla.table import sla_rules
from otklik.tickets.models import Ticket
from otklik.tickets.registered import JustRegistered, is_within_registration


def keep_clocks(event: Event) -> None:
    """Start, stop or carry over the clocks of the event's ticket. A `now` reaction.

    Nothing is asked where there are no SLA rules.
    """
    if not sla_rules():
        return
    if is_within_registration(event):
        return
    if isinstance(event.about, JustRegistered):
        keep(event, event.about.ticket, event.about.text)
        return
    row = Ticket.objects.filter(pk=event.ticket_id or 0).first()
    if row is not None:
        keep(event, row)
