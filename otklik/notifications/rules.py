"""Who hears what: the one table of notifications (MAIL-5).

Read a line as: when this happens, these people, told as this audience, get this letter. An address that
several lines name is written to once, by the first of them. Nobody hears of their own doings, and nobody of
automatic messages (out-of-office, bounces), so two machines never keep each other busy (MAIL-9).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from otklik.notifications.enums import Audience, Letter
from otklik.notifications.recipients import (
    Group,
    Occasion,
    assignee,
    client,
    copies,
    given_assignee,
    mentioned,
    new_assignee,
    new_team,
    observers,
    unassigned_team,
)
from otklik.tickets.events import MESSAGE_RECEIVED, NOTE_ADDED, REPLY_SENT, TICKET_ASSIGNED, TICKET_REGISTERED


@dataclass(frozen=True)
class Rule:
    """One line of the table."""

    event: str
    who: Callable[[Occasion], Group]
    audience: Audience
    letter: Letter


RULES = (
    Rule(TICKET_REGISTERED.name, given_assignee, Audience.ASSIGNEE, Letter.REGISTERED),
    Rule(TICKET_REGISTERED.name, mentioned, Audience.MENTION, Letter.MENTION),
    Rule(TICKET_REGISTERED.name, unassigned_team, Audience.TEAM, Letter.REGISTERED),
    Rule(TICKET_ASSIGNED.name, new_assignee, Audience.ASSIGNEE, Letter.ASSIGNED),
    Rule(TICKET_ASSIGNED.name, new_team, Audience.TEAM, Letter.ASSIGNED),
    Rule(MESSAGE_RECEIVED.name, assignee, Audience.ASSIGNEE, Letter.MESSAGE),
    Rule(MESSAGE_RECEIVED.name, unassigned_team, Audience.TEAM, Letter.MESSAGE),
    Rule(MESSAGE_RECEIVED.name, observers, Audience.OBSERVER, Letter.MESSAGE),
    Rule(REPLY_SENT.name, client, Audience.CLIENT, Letter.REPLY),
    Rule(REPLY_SENT.name, copies, Audience.CLIENT, Letter.REPLY),
    Rule(REPLY_SENT.name, mentioned, Audience.MENTION, Letter.MENTION),
    Rule(NOTE_ADDED.name, mentioned, Audience.MENTION, Letter.MENTION),
)


def rules_for(event: str) -> tuple[Rule, ...]:
    """The lines about one kind of event, in their order."""
    return tuple(rule for rule in RULES if rule.event == event)
