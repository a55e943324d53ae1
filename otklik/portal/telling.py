"""A request's history in the client's words: what concerns them, without who on our side did it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.portal.standing import sentence
from otklik.tickets.queries import workflow

if TYPE_CHECKING:
    from otklik.core.models import Event


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    words: str
    at: datetime


def lines(events: Iterable[Event]) -> list[Line]:
    """What the client is told of these events, the oldest first; messages stand in the thread itself."""
    told = ((event, _words(event)) for event in events)
    return [Line(words, event.at) for event, words in told if words]


def where(via: str) -> str:
    """The way a message came, where it is worth a word."""
    say = _WAYS.get(via)
    return say() if say else ""


def _words(event: Event) -> str:
    say = _KINDS.get(event.kind)
    return say(event) if say else ""


def _moved(event: Event) -> str:
    """The status it came into, by the name clients read; nothing where that is the same for them."""
    change = next((one for one in event.changes if one["field"] == "status"), None)
    if change is None:
        return ""
    before, after = (workflow().by_code.get(str(change[side])) for side in ("from", "to"))
    if after is None or (before is not None and sentence(before.pk) == sentence(after.pk)):
        return ""
    return sentence(after.pk)


def _closed(event: Event) -> str:
    if event.data.get("withdrawn"):
        return _("Withdrawn")
    say = _CLOSED_BY.get(str(event.data.get("by")))
    return say() if say else _("Closed")


def _rated(event: Event) -> str:
    value = next((one["to"] for one in event.changes if one["field"] == "rating"), "")
    return _("Rated %(rating)s of 5") % {"rating": value}


_CLOSED_BY: Mapping[str, Callable[[], str]] = {
    "time": lambda: _("Closed by itself: nobody objected"),
    "rating": lambda: _("Confirmed and closed"),
    "client": lambda: _("Confirmed and closed"),
}
_KINDS: Mapping[str, Callable[[Event], str]] = {
    "ticket.registered": lambda _event: _("Registered"),
    "ticket.status_changed": _moved,
    "ticket.postponed": _moved,
    "ticket.returned": _moved,
    "ticket.resolved": lambda _event: _("Done"),
    "ticket.closed": _closed,
    "ticket.reopened": lambda _event: _("Back to work"),
    "ticket.rated": _rated,
    "ticket.client_reminded": lambda _event: _("We reminded you of our question"),
}
_WAYS: Mapping[str, Callable[[], str]] = {
    "mail": lambda: _("by mail"),
    "phone": lambda: _("by phone"),
    "telegram": lambda: _("in Telegram"),
    "form": lambda: _("by the form on the site"),
}
