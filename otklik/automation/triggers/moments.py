"""What a trigger can answer, and which events are that. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Moment(StrEnum):
    """What has happened (ADM-7)."""

    CREATED = "created"
    CLIENT = "client_replied"
    AGENT = "agent_replied"
    NOTE = "note"
    STATUS = "status"
    ASSIGNED = "assigned"
    STAGE = "stage"
    CHANGED = "changed"  # any field
    RATED = "rated"
    COMPLAINED = "complained"
    WARNED = "sla_warned"
    BREACHED = "sla_breached"
    MERGED = "merged"  # another ticket's messages came into it
    UNDONE = "undone"  # a bulk change, a macro, a merge, a split was taken back
    TIMER = "timer"  # an action started it


class Since(StrEnum):
    """From when a time is counted."""

    CREATED = "created"
    CLIENT = "client_replied"
    AGENT = "agent_replied"
    STATUS = "status"
    ASSIGNED = "assigned"
    STAGE = "stage"


WAITED = "ticket.waited"
"""The event of a time that has passed: it names the one trigger it is for."""
_OF_KIND: Mapping[str, Moment] = {
    "ticket.registered": Moment.CREATED,
    "message.received": Moment.CLIENT,
    "reply.sent": Moment.AGENT,
    "note.added": Moment.NOTE,
    "ticket.rated": Moment.RATED,
    "ticket.complained": Moment.COMPLAINED,
    "sla.warned": Moment.WARNED,
    "sla.breached": Moment.BREACHED,
    "ticket.merged": Moment.MERGED,
    "ticket.undone": Moment.UNDONE,
}
_WHOSE = frozenset({"team", "assignee"})


def moments_of(
    kind: str, changed: Iterable[str], data: Mapping[str, object], *, is_public: bool = True
) -> frozenset[Moment]:
    """What an event is to triggers, by its kind, the fields it changed and its data.

    A machine's mail and an unknown sender's message are no client's answer. A registration that found a place
    for the ticket has assigned it. A ticket that went into another one is over: nothing is done to it. What a
    rule did and is taken back asks none: the rule would do it again.
    """
    if (kind == "ticket.merged" and "into" in data) or (
        kind == "ticket.undone" and data.get("kind") == "rule"
    ):
        return frozenset()
    fields = frozenset(changed)
    found = {_OF_KIND[kind]} if kind in _OF_KIND else set()
    if kind == "message.received" and (data.get("automatic") or not is_public):
        found.clear()
    if fields & _WHOSE:
        found.add(Moment.ASSIGNED)
    if "stage" in fields:
        found.add(Moment.STAGE)
    if kind != "ticket.registered" and fields:
        found |= {Moment.CHANGED, Moment.STATUS} if "status" in fields else {Moment.CHANGED}
    return frozenset(found)


def starts_of(moments: frozenset[Moment]) -> frozenset[Since]:
    """Which times are counted anew from this event on. A new ticket has entered its first status."""
    found = {Since(moment.value) for moment in moments if moment.value in set(Since)}
    if Moment.CREATED in moments:
        found |= {Since.STATUS, Since.CLIENT}
    return frozenset(found)
