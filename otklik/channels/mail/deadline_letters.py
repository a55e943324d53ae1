"""What a letter about a deadline says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.core.models import Event
from otklik.notifications.models import Delivery
from otklik.notifications.values import moment
from otklik.sla.clocks import Kind
from otklik.sla.events import SLA_BREACHED

_PROMISED: Mapping[str, Callable[[], str]] = {
    Kind.REACTION: lambda: _("The first answer"),
    Kind.RESOLUTION: lambda: _("The solution"),
    Kind.ANSWER: lambda: _("The answer to the client"),
}


def deadline(delivery: Delivery) -> str:
    """Which promise of the ticket is nearly or quite used up, and when its time ends."""
    event = Event.objects.filter(pk=delivery.event_id).first()
    if event is None:  # a preview: nothing has happened
        facts = {"what": _("The solution"), "moment": moment(delivery.ticket.due_at), "percent": 75}
        return _("%(what)s is due by %(moment)s: %(percent)s %% of the time is used.") % facts
    due = event.data.get("due")
    facts = {
        "what": _PROMISED[str(event.data["kind"])](),
        "moment": moment(datetime.fromisoformat(due) if isinstance(due, str) else None),
        "percent": event.data["percent"],
    }
    if event.kind == SLA_BREACHED.name:
        return _("%(what)s is overdue: it was promised by %(moment)s.") % facts
    return _("%(what)s is due by %(moment)s: %(percent)s %% of the time is used.") % facts
