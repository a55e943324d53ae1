"""Clocks follow events: the reactions of this package."""

from __future__ import annotations

from otklik.core.holding import held_row
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
    pk = event.ticket_id or 0
    row = held_row(Ticket, pk) or Ticket.objects.filter(pk=pk).first()
    if row is not None:
        keep(event, row)
