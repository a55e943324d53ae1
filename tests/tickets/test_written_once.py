"""A registration writes its rows once, whatever follows from it, and what fails takes nothing else along."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from otklik.automation.routing_shape import ROUTING_RULE
from otklik.automation.triggers.shape import TRIGGER
from otklik.core import reacting
from otklik.core.models import Event, Job
from otklik.core.reacting import Reaction
from otklik.organisation.calendars import CalendarInfo
from otklik.people.commands.configure import set_up
from otklik.sla.models import Clock
from otklik.sla.shapes import SLA_RULE
from otklik.tickets.models import Ticket, TicketReader
from otklik.tickets.queries.audit import audit
from tests import make
from tests.sla.conftest import office
from tests.support.statements import sent

__all__ = ["office"]
WRITING = re.compile(r'(?:INSERT INTO|UPDATE) "?(\w+)')
KINDS = ["ticket.registered", "ticket.assigned", "ticket.planned", "trigger.fired", "ticket.edited"]


def ruled(people: make.Cast, calendar: CalendarInfo, number: int = 1) -> None:
    """So many rules of every table; the last holds for every ticket."""
    for place in range(number):
        words = {"field": "text", "op": "one_of", "values": [f"слово{place}"]}
        named = {"name": {"ru": f"Правило {place}"}, "condition": {"all": [words] * (place < number - 1)}}
        set_up(people.admin, ROUTING_RULE, {**named, "team": people.hr.pk})
        set_up(people.admin, SLA_RULE, {**named, "calendar": calendar.id, "resolution": "4 h"})
        steps = [{"do": "priority", "priority": "high"}]
        set_up(people.admin, TRIGGER, {**named, "events": ["created"], "actions": steps})


def registered(people: make.Cast) -> tuple[Ticket, Counter[str]]:
    """A ticket, and how many statements wrote to which table."""
    make.ticket(people.client)
    with sent() as statements:
        ticket = make.ticket(people.client)
    return ticket, Counter(found[1] for words in statements if (found := WRITING.match(words)))


def test_ticket_and_events_are_written_once(people: make.Cast, office: CalendarInfo) -> None:
    """Routed, planned and changed by a trigger: one statement for the ticket, one for all its events."""
    ruled(people, office)
    ticket, writes = registered(people)
    assert (writes["tickets_ticket"], writes["core_event"], writes["tickets_ticketreader"]) == (1, 1, 1)
    row = Ticket.objects.get(pk=ticket.pk)
    assert (row.team_id, row.priority.code) == (people.hr.pk, "high")
    assert row.due_at is not None
    events = list(Event.objects.filter(ticket_id=ticket.pk).order_by("pk"))
    assert [event.kind for event in events] == KINDS
    first = events[0]
    assert [event.cause_id for event in events] == [None, first.pk, first.pk, first.pk, first.pk]
    assert set(Clock.objects.filter(ticket=row).values_list("event_id", flat=True)) == {first.pk}
    assert set(
        TicketReader.objects.filter(ticket=row, team__isnull=False).values_list("team", flat=True)
    ) == {people.hr.pk}
    assert list(audit([ticket.pk])) == []


def test_fifty_rules_ask_no_more_than_one(people: make.Cast, office: CalendarInfo) -> None:
    ruled(people, office)
    _ticket, one = registered(people)
    ruled(people, office, 50)
    _ticket, fifty = registered(people)
    assert fifty == one


def test_a_consequence_that_fails_takes_nothing_along(
    people: make.Cast, office: CalendarInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last reaction fails after the others: each is done again by itself, the failed one by the queue."""
    ruled(people, office)

    def fail(_event: Event) -> None:
        raise LookupError("gone")

    fail.__module__ = "otklik.search.indexing"
    known = reacting.reaction_to("ticket.registered")
    failing = Reaction((*known.now, fail), known.later)
    usual = reacting.reaction_to
    monkeypatch.setattr(
        reacting, "reaction_to", lambda kind: failing if kind == "ticket.registered" else usual(kind)
    )
    ticket = make.ticket(people.client)
    row = Ticket.objects.get(pk=ticket.pk)
    assert (row.team_id, row.priority.code) == (people.hr.pk, "high")
    found = Event.objects.filter(ticket_id=ticket.pk).order_by("pk")
    assert Counter(event.kind for event in found) == Counter([*KINDS, "reaction.failed"])
    assert Job.objects.filter(event_id=found[0].pk, reaction="search.fail").count() == 1
    assert list(audit([ticket.pk])) == []
