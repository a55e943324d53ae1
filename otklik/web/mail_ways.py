"""What an administrator sets about mail, for the form of the installation's settings (`ways`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.kinds import Label, One, Option, Several
from otklik.core.configuring.shapes import Field
from otklik.notifications.enums import Audience, CompanyCopies
from otklik.notifications.rules import COMPANY, COPY, RULES
from otklik.tickets.enums import State
from otklik.tickets.queries.workflow import workflow
from otklik.web.way_fields import count, switch


def fields(mail: Label) -> Sequence[Field]:
    """Unknown senders, links, who is told what and how often, under this heading."""
    return (
        switch(
            "clients.create_from_unknown",
            _("Make contacts of unknown senders"),
            _("Off: their tickets stay without a contact."),
            mail,
        ),
        switch(
            "mail.personal_links",
            _("Mails carry a personal link to the request"),
            _("It opens that one alone."),
            mail,
        ),
        Field(
            "notifications.silent",
            _("Letters that are not sent"),
            Several(_lines, looks="lines"),
            _("All others are."),
            group=mail,
        ),
        *_of_clients(mail),
        switch(
            "notifications.tell_doer",
            _("Employees are told of their own doings too"),
            _("Where the same letter goes to them when somebody else does it."),
            mail,
        ),
        *_counts(mail),
        *_mailings(mail),
    )


def _of_clients(mail: Label) -> Sequence[Field]:
    return (
        Field(
            "mail.company_copies",
            _("Letters to clients go to their company's mailbox too"),
            One(_copies),
            _("Where the company has one. By default a request without a contact mails nobody."),
            required=True,
            group=mail,
        ),
        Field(
            "notifications.announced_statuses",
            _("Statuses whose change clients are told"),
            Several(_statuses),
            _("Where nothing else tells them: done work and answers have letters of their own."),
            group=mail,
        ),
    )


def _counts(mail: Label) -> Sequence[Field]:
    counts: tuple[tuple[str, Label, Label], ...] = (
        (
            "mail.gather_seconds",
            _("What an employee is told of a ticket waits so many seconds for more, and leaves as one mail"),
            _("The first letter leaves at once. 0: every letter on its own."),
        ),
        (
            "mail.gather_answers_seconds",
            _("An answer to a client waits so many seconds for another one, and leaves with it as one mail"),
            _("The client reads it on the portal at once. 0: every answer on its own."),
        ),
        (
            "mail.confirmations_per_hour",
            _("Confirmations an hour to one address, at most"),
            _("More are two machines answering each other."),
        ),
        (
            "mail.letters_per_ticket",
            _("Letters an hour to one address about one request, at most"),
            _("More are machines answering each other. An employee's answers are never held back."),
        ),
        (
            "mail.letters_per_address",
            _("Letters an hour to one address that is no employee's, at most"),
            _("About whichever requests. Answers are not counted."),
        ),
        (
            "mail.silence_factor",
            _("A mailbox is silent for too long after so many times its usual gap"),
            _("Administrators are told then."),
        ),
    )
    return [count(key, label, hint, mail) for key, label, hint in counts]


def _mailings(mail: Label) -> Sequence[Field]:
    return (
        count(
            "mailings.per_minute",
            _("Letters of announcements and surveys a minute, at most"),
            _("All of them together. Mail servers take a sudden flood for spam."),
            mail,
        ),
        count(
            "mailings.at_most",
            _("Recipients of one announcement or survey, at most"),
            _("A slip in the filter cannot write to everybody."),
            mail,
            100_000,
        ),
    )


def _lines() -> Sequence[Option]:
    """The lines of the table of notifications, in its order, under those they are for."""
    keys = dict.fromkeys((rule.event, rule.told) for rule in RULES)
    return [
        Option(f"{event}:{who}", f"{WHO[who]()}: {_WHAT[event]()}", group=WHO[who]()) for event, who in keys
    ]


def _statuses() -> Sequence[Option]:
    """All but those of done work, which has a letter of its own."""
    rows = workflow().statuses.values()
    return [Option(row.code, str(row.name)) for row in rows if row.state != State.RESOLVED and row.enabled]


def _copies() -> Sequence[Option]:
    return [
        Option(CompanyCopies.NO_EMAIL.value, gettext("when the contact has no address")),
        Option(CompanyCopies.ALWAYS.value, gettext("always")),
        Option(CompanyCopies.NO_CONTACT.value, gettext("when the request has no contact")),
        Option(CompanyCopies.NEVER.value, gettext("never")),
    ]


WHO: Mapping[str, Callable[[], str]] = {
    Audience.CLIENT: lambda: gettext("To the client"),
    COPY: lambda: gettext("To addresses in copy"),
    COMPANY: lambda: gettext("To the company's mailbox"),
    Audience.ASSIGNEE: lambda: gettext("To who works on it"),
    Audience.TEAM: lambda: gettext("To the team's list"),
    Audience.OBSERVER: lambda: gettext("To who watches it"),
    Audience.LEAD: lambda: gettext("To the lead"),
    Audience.MENTION: lambda: gettext("To who is named in it"),
}
"""Whom a line of the table tells."""
_WHAT: Mapping[str, Callable[[], str]] = {
    "ticket.registered": lambda: gettext("a new request"),
    "ticket.assigned": lambda: gettext("a request was assigned"),
    "message.received": lambda: gettext("the client wrote"),
    "reply.sent": lambda: gettext("an answer"),
    "reply.automated": lambda: gettext("words of a rule"),
    "ticket.resolved": lambda: gettext("done work"),
    "ticket.status_changed": lambda: gettext("another status"),
    "ticket.postponed": lambda: gettext("put off until later"),
    "ticket.reopened": lambda: gettext("back to work"),
    "ticket.closed": lambda: gettext("closed"),
    "ticket.merged": lambda: gettext("joined with another request"),
    "ticket.client_reminded": lambda: gettext("a reminder of our question"),
    "ticket.returned": lambda: gettext("a postponed request is back"),
    "ticket.complained": lambda: gettext("a complaint"),
    "sla.warned": lambda: gettext("a deadline is near"),
    "sla.breached": lambda: gettext("a deadline is past"),
    "note.added": lambda: gettext("a note"),
}
