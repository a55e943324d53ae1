"""Whose turn it is, in words, and since when as working time counts (NEW-11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.tickets.enums import Turn
from otklik.tickets.queries.terms import working_calendar
from otklik.web.typography import span

_WORDS: Mapping[Turn, Callable[[], str]] = {
    Turn.US: lambda: _("Ours"),
    Turn.CLIENT: lambda: _("The client's"),
    Turn.THIRD_PARTY: lambda: _("Somebody else's"),
    Turn.DATE: lambda: _("A date's"),
    Turn.NOBODY: lambda: "",
}


def turn_words(turn: Turn) -> str:
    """`Ours`, `The client's`; nothing for what is done with."""
    return _WORDS[turn]()


def waiting_words(turn: Turn, since: datetime, service_id: int | None) -> str:
    """The same, ours with the working time it has waited: `Ours, 3 h 20 min`."""
    said = turn_words(turn)
    if turn is not Turn.US:
        return said
    waited = working_calendar(service_id).timetable.between(since, clock.now())
    return f"{said}, {span(waited)}" if waited else said
