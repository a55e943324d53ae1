"""Who hears what: the one table of notifications (MAIL-5).

Read a line as: when this happens, these people, told as this audience, get this letter. An address that
several lines name is written to once, by the first of them. Nobody hears of their own doings (but where the
installation wants it: `notifications.tell_doer`), and nobody of automatic messages (out-of-office, bounces),
so two machines never keep each other busy (MAIL-9); only the confirmation goes to whoever registered, as that
is what it is for (`telling` says when it does not).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from otklik.notifications.addresses import Group
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.recipients import (
    Occasion,
    answering,
    assignee,
    client,
    clients,
    companies,
    copies,
    given_assignee,
    lead_alone,
    leads,
    mentioned,
    merged_client,
    new_assignee,
    new_team,
    observers,
    team_lead,
    unassigned_team,
)
from otklik.organisation import settings
from otklik.sla.events import SLA_BREACHED, SLA_WARNED
from otklik.tickets.events import (
    CLIENT_REMINDED,
    MESSAGE_RECEIVED,
    NOTE_ADDED,
    REPLY_AUTOMATED,
    REPLY_SENT,
    STATUS_CHANGED,
    TICKET_ASSIGNED,
    TICKET_CLOSED,
    TICKET_COMPLAINED,
    TICKET_MERGED,
    TICKET_POSTPONED,
    TICKET_REGISTERED,
    TICKET_REOPENED,
    TICKET_RESOLVED,
    TICKET_RETURNED,
)

STATUS_EVENTS = (
    STATUS_CHANGED.name,
    TICKET_POSTPONED.name,
    TICKET_REOPENED.name,
    TICKET_CLOSED.name,
)
"""By which a ticket comes to another status; done work has a letter of its own."""
ANNOUNCED = settings.declare(
    "notifications.announced_statuses",
    list[str](),
    "Codes of statuses: clients get a letter when their request comes to one, unless another letter says so.",
)
COPY, COMPANY = "copy", "company"
"""Lines of the table that are told as clients and are switched off by themselves."""
SILENT = settings.declare(
    "notifications.silent",
    list[str](),
    "Lines of the table of notifications that are switched off, by their keys: `ticket.registered:client`.",
)


@dataclass(frozen=True)
class Rule:
    """One line of the table. `letter` is one, or follows from what happened. `line`: what it is switched off
    by where that is not its audience."""

    event: str
    who: Callable[[Occasion], Group]
    audience: Audience
    letter: Letter | Callable[[Occasion], Letter]
    line: str = ""

    @property
    def told(self) -> str:
        """Whom it tells, as its switch calls them."""
        return self.line or self.audience

    @property
    def key(self) -> str:
        """By which it is switched off."""
        return f"{self.event}:{self.told}"

    def letter_for(self, occasion: Occasion) -> Letter:
        """The letter this very event asks for."""
        return self.letter if isinstance(self.letter, Letter) else self.letter(occasion)


RULES = (
    Rule(TICKET_REGISTERED.name, clients, Audience.CLIENT, Letter.CONFIRMATION),
    Rule(TICKET_REGISTERED.name, companies, Audience.CLIENT, Letter.CONFIRMATION, COMPANY),
    Rule(TICKET_REGISTERED.name, given_assignee, Audience.ASSIGNEE, Letter.REGISTERED),
    Rule(TICKET_REGISTERED.name, mentioned, Audience.MENTION, Letter.MENTION),
    Rule(TICKET_REGISTERED.name, unassigned_team, Audience.TEAM, Letter.REGISTERED),
    Rule(TICKET_ASSIGNED.name, new_assignee, Audience.ASSIGNEE, Letter.ASSIGNED),
    Rule(TICKET_ASSIGNED.name, new_team, Audience.TEAM, Letter.ASSIGNED),
    Rule(MESSAGE_RECEIVED.name, assignee, Audience.ASSIGNEE, Letter.MESSAGE),
    Rule(MESSAGE_RECEIVED.name, unassigned_team, Audience.TEAM, Letter.MESSAGE),
    Rule(MESSAGE_RECEIVED.name, observers, Audience.OBSERVER, Letter.MESSAGE),
    Rule(REPLY_SENT.name, clients, Audience.CLIENT, answering),
    Rule(REPLY_SENT.name, copies, Audience.CLIENT, answering, COPY),
    Rule(REPLY_SENT.name, companies, Audience.CLIENT, answering, COMPANY),
    Rule(REPLY_AUTOMATED.name, clients, Audience.CLIENT, Letter.AUTOMATIC),
    Rule(REPLY_AUTOMATED.name, companies, Audience.CLIENT, Letter.AUTOMATIC, COMPANY),
    Rule(TICKET_RESOLVED.name, clients, Audience.CLIENT, Letter.DONE),
    Rule(TICKET_RESOLVED.name, companies, Audience.CLIENT, Letter.DONE, COMPANY),
    Rule(CLIENT_REMINDED.name, client, Audience.CLIENT, Letter.REMINDER),
    Rule(CLIENT_REMINDED.name, companies, Audience.CLIENT, Letter.REMINDER, COMPANY),
    *(
        line
        for event in STATUS_EVENTS
        for line in (
            Rule(event, clients, Audience.CLIENT, Letter.STATUS),
            Rule(event, companies, Audience.CLIENT, Letter.STATUS, COMPANY),
        )
    ),
    Rule(TICKET_MERGED.name, merged_client, Audience.CLIENT, Letter.REPLY),
    Rule(TICKET_RETURNED.name, assignee, Audience.ASSIGNEE, Letter.RETURNED),
    Rule(TICKET_COMPLAINED.name, leads, Audience.LEAD, Letter.COMPLAINT),
    Rule(SLA_WARNED.name, assignee, Audience.ASSIGNEE, Letter.DEADLINE),
    Rule(SLA_WARNED.name, unassigned_team, Audience.TEAM, Letter.DEADLINE),
    Rule(SLA_WARNED.name, lead_alone, Audience.LEAD, Letter.DEADLINE),
    Rule(SLA_WARNED.name, observers, Audience.OBSERVER, Letter.DEADLINE),
    Rule(SLA_BREACHED.name, assignee, Audience.ASSIGNEE, Letter.DEADLINE),
    Rule(SLA_BREACHED.name, unassigned_team, Audience.TEAM, Letter.DEADLINE),
    Rule(SLA_BREACHED.name, team_lead, Audience.LEAD, Letter.DEADLINE),
    Rule(SLA_BREACHED.name, observers, Audience.OBSERVER, Letter.DEADLINE),
    Rule(REPLY_SENT.name, mentioned, Audience.MENTION, Letter.MENTION),
    Rule(NOTE_ADDED.name, mentioned, Audience.MENTION, Letter.MENTION),
)


FIRST_WORDS = Rule(TICKET_REGISTERED.name, clients, Audience.CLIENT, Letter.REPLY)
"""An employee begins a ticket by writing to its client: their words leave, whatever is switched off."""
FIRST_WORDS_COPY = Rule(TICKET_REGISTERED.name, companies, Audience.CLIENT, Letter.REPLY, COMPANY)
"""And to the mailbox of the client's company, as every answer (MAIL-6), unless that is switched off."""


def rules_for(event: str) -> tuple[Rule, ...]:
    """The lines about one kind of event that are not switched off, in their order."""
    silent = SILENT.get()
    return tuple(rule for rule in RULES if rule.event == event and rule.key not in silent)


def first_words() -> tuple[Rule, ...]:
    """The lines by which an employee's first words leave."""
    return (FIRST_WORDS,) if FIRST_WORDS_COPY.key in SILENT.get() else (FIRST_WORDS, FIRST_WORDS_COPY)
