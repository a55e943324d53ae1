"""What every ticket can be asked that changes while it is worked on: where it stands, who spoke, how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from otklik.core import clock
from otklik.core.configuring.kinds import Option
from otklik.rules.conditions import Fact, Kind
from otklik.rules.facts import TicketFacts
from otklik.rules.registry import RuleField, declare
from otklik.tickets.enums import AuthorKind, MessageKind
from otklik.tickets.models import Message
from otklik.tickets.queries.terms import working_calendar
from otklik.tickets.queries.workflow import workflow

STANDING = _("Where it stands")
_SIDES = {"client": _("the client"), "us": _("we")}
_HOUR = 3600
_OF_CLIENT = (AuthorKind.CONTACT, AuthorKind.SENDER)


def statuses() -> Sequence[Option]:
    """Statuses by code; those that are switched off are hidden."""
    return [Option(row.code, str(row.name), not row.enabled) for row in workflow().statuses.values()]


def _status(facts: TicketFacts) -> Fact:
    return workflow().statuses[facts.ticket.status_id].code


def _sides() -> Sequence[Option]:
    return [Option(key, str(label)) for key, label in _SIDES.items()]


def _answers(facts: TicketFacts) -> Fact:
    said = Message.objects.filter(ticket_id=facts.ticket.pk, kind=MessageKind.REPLY, public=True)
    return said.filter(author_kind=AuthorKind.AGENT, released_at__lte=clock.now()).count()


def _silence(facts: TicketFacts) -> Fact:
    said = Message.objects.filter(ticket_id=facts.ticket.pk, public=True, author_kind__in=_OF_CLIENT)
    said = said.filter(created_at__lte=clock.now())
    return _hours(said.order_by("-id").values_list("created_at", flat=True).first())


def _hours(since: datetime | None) -> Fact:
    return int((clock.now() - since).total_seconds() // _HOUR) if since else None


def _works_now(facts: TicketFacts) -> Fact:
    return working_calendar(facts.ticket.service_id).timetable.is_open(clock.now())


declare(
    RuleField("status", _("Status"), Kind.CHOICE, _status, STANDING, statuses),
    RuleField("open", _("Is open"), Kind.FLAG, lambda facts: facts.ticket.is_open, STANDING),
    RuleField(
        "last_word",
        _("Who wrote last"),
        Kind.CHOICE,
        lambda facts: "client" if facts.ticket.last_by_client else "us",
        STANDING,
        _sides,
    ),
    RuleField("answers", _("Our answers"), Kind.NUMBER, _answers, STANDING),
    RuleField("reopened", _("Times reopened"), Kind.NUMBER, lambda facts: facts.ticket.reopened, STANDING),
    RuleField("rating", _("Rating"), Kind.NUMBER, lambda facts: facts.ticket.rating, STANDING),
    RuleField(
        "complaint", _("Complaint"), Kind.FLAG, lambda facts: facts.ticket.complaint_at is not None, STANDING
    ),
    RuleField(
        "age",
        _("Since registration"),
        Kind.NUMBER,
        lambda facts: _hours(facts.ticket.created_at),
        STANDING,
        unit=_("h"),
    ),
    RuleField("silence", _("Since the client's last message"), Kind.NUMBER, _silence, STANDING, unit=_("h")),
    RuleField("works_now", _("It is working time now"), Kind.FLAG, _works_now, STANDING),
    RuleField(
        "client_known",
        _("From a client we know"),
        Kind.FLAG,
        lambda facts: facts.ticket.contact_id is not None,
        STANDING,
    ),
)
