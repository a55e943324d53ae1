"""How a ticket came to be closed, in the words of its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.tickets.queries.explanations import explanation_with_code

if TYPE_CHECKING:
    from otklik.core.models import Event


def closed(event: Event) -> str:
    """By whom or what it was closed; empty where the change of status says it."""
    if event.data.get("outcome"):
        reason = explanation_with_code(str(event.data.get("why")))
        return _("closed as not processed (%(why)s)") % {"why": reason.name if reason else "?"}
    if event.data.get("withdrawn"):
        return _("withdrawn by the client")
    return _CLOSED_BY[str(event.data.get("by"))]() if event.data.get("by") in _CLOSED_BY else ""


_CLOSED_BY = {
    "time": lambda: _("closed automatically"),
    "rating": lambda: _("closed: the client is satisfied"),
    "client": lambda: _("closed: the client confirmed"),
}
