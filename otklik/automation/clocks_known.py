"""Tickets with their clocks, as SLA rules are asked about many of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.catalogue.queries import catalogue
from otklik.core.models import Event
from otklik.rules.conditions import questions_of
from otklik.rules.facts import TicketFacts
from otklik.rules.matching import facts_of
from otklik.rules.pasts import labels_of, texts_of
from otklik.sla.events import TOLD
from otklik.sla.models import Clock
from otklik.sla.table import sla_rules
from otklik.sla.trying import clocks_by_ticket
from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Known:
    """What was read of some tickets, by ticket: all clocks of all of them, and of those that are open their
    categories, their words (where a rule asks for them) and what was told of their deadlines."""

    clocks: Mapping[int, Sequence[Clock]]
    labels: Mapping[int, Sequence[int]]
    texts: Mapping[int, str]
    told: Mapping[int, Sequence[Mapping[str, object]]]

    def facts(self, ticket: Ticket) -> TicketFacts:
        """An open ticket as rules see it."""
        found = facts_of(ticket, self.texts.get(ticket.pk))
        categories = catalogue().categories
        labels = self.labels.get(ticket.pk, ())
        found["categories"] = frozenset(categories[pk].code for pk in labels if pk in categories)
        return found


def known_of(tickets: Sequence[Ticket]) -> Known:
    """Everything that is asked of the tickets, in a fixed number of queries."""
    still = [ticket.pk for ticket in tickets if ticket.is_open]
    asks = any(question.field == "text" for one in sla_rules() for question in questions_of(one.condition))
    told: dict[int, list[Mapping[str, object]]] = {}
    events = Event.objects.filter(ticket_id__in=still, kind__in=TOLD).order_by("pk")
    for pk, data in events.values_list("ticket_id", "data"):
        told.setdefault(pk or 0, []).append(data)
    return Known(
        clocks=clocks_by_ticket(tickets),
        labels=labels_of(still),
        texts=texts_of(still, {}) if asks else {},
        told=told,
    )
