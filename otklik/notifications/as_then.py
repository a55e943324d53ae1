"""A ticket's people as they were when something happened, from its own later events."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from otklik.core.models import Event
from otklik.tickets.models import Observer, Ticket

_COLUMNS = {"assignee": "assignee_id", "team": "team_id"}


def later_than(event: Event, every: Sequence[Event]) -> list[Event]:
    """What happened to the ticket afterwards: not what followed from the event itself, which stood before
    anybody was told of it."""
    followed, later = {event.pk}, []
    for one in every:
        if one.pk <= event.pk:
            continue
        if one.cause_id in followed:
            followed.add(one.pk)
        else:
            later.append(one)
    return later


def ticket_then(ticket: Ticket, later: Sequence[Event]) -> Ticket:
    """The ticket with the team and the assignee it had; a copy, not to be saved."""
    found = copy.copy(ticket)
    for event in reversed(later):
        for change in event.changes:
            column = _COLUMNS.get(str(change["field"]))
            if column is not None:
                setattr(found, column, change["from"])
    return found


def followers_then(ticket: Ticket, later: Sequence[Event]) -> Sequence[Observer] | None:
    """Who followed the ticket; None where nobody came or went since. One question where somebody did."""
    changes = [
        change for event in reversed(later) for change in event.changes if change["field"] == "observer"
    ]
    if not changes:
        return None
    found = {_called(one): one for one in Observer.objects.filter(ticket=ticket).order_by("id")}
    for change in changes:
        if change["to"]:
            found.pop(str(change["to"]), None)
        elif change["from"]:
            found[str(change["from"])] = _observer(ticket, str(change["from"]))
    return list(found.values())


def _called(observer: Observer) -> str:
    return f"agent:{observer.agent_id}" if observer.agent_id else f"team:{observer.team_id}"


def _observer(ticket: Ticket, called: str) -> Observer:
    kind, _colon, key = called.partition(":")
    pk = int(key) if key.isdecimal() else None
    return Observer(ticket=ticket, **{"agent_id" if kind == "agent" else "team_id": pk})
