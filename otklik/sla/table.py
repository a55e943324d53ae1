"""Norms in memory, and what one promises a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from otklik.core import small
from otklik.core.small import SmallTable
from otklik.organisation.calendars import CalendarInfo, calendar_of
from otklik.organisation.worktime import Hours, Timetable
from otklik.rules.commands.failing import note_failure
from otklik.rules.facts import TicketFacts
from otklik.rules.matching import Ready, facts_of, first_match, ready, seen_by
from otklik.sla.clocks import Kind, Terms
from otklik.sla.models import SlaRule
from otklik.tickets.models import Ticket

_MINUTE = timedelta(minutes=1)
_KEPT_ZONES = 256


def sla_rules() -> Sequence[Ready[SlaRule]]:
    """Every rule in its order, those switched off too; hidden ones are left out."""
    return SLA_RULES.get()


@dataclass(frozen=True)
class Decided:
    """The rule that holds for a ticket; None: nothing is promised. `asked`: it was just found by asking."""

    rule: SlaRule | None = None
    asked: tuple[Ready[SlaRule], TicketFacts] | None = None

    def seen(self) -> Mapping[str, object]:
        """What the rule saw, where it was asked (`rules.seeing`)."""
        return seen_by(*self.asked) if self.asked is not None else {}


def decide(ticket: Ticket, text: str | None = None) -> Decided:
    """The first rule that holds for the ticket."""
    table = sla_rules()
    if not table:
        return Decided()
    facts = facts_of(ticket, text)
    found = first_match(table, facts, note_failure)
    return Decided(found.rule, (found, facts)) if found else Decided()


def terms_of(rule: SlaRule, ticket: Ticket) -> dict[Kind, Terms]:
    """What an SLA rule promises this ticket, by kind of clock."""
    calendar = calendar_of(rule.calendar_id)
    zone = ticket.company.time_zone if rule.company_zone and ticket.company is not None else ""
    promised = {Kind.REACTION: rule.reaction, Kind.RESOLUTION: rule.resolution, Kind.ANSWER: rule.answer}
    return {
        kind: Terms(minutes * _MINUTE, calendar.id, zone, rule.current_id)
        for kind, minutes in promised.items()
        if minutes is not None
    }


def timetable_of(terms: Terms) -> Timetable:
    """The working time these terms are counted by, as it is now."""
    calendar = calendar_of(terms.calendar_id)
    if not terms.zone or terms.zone == calendar.hours.zone:
        return calendar.timetable
    return _in_zone(small.version().hex, calendar.id, terms.zone)


@lru_cache(maxsize=_KEPT_ZONES)
def _in_zone(_version: str, calendar_id: int, zone: str) -> Timetable:
    """A calendar's week in another zone; kept for a version of the configuration."""
    calendar: CalendarInfo = calendar_of(calendar_id)
    return Timetable(Hours(zone, calendar.hours.versions, calendar.hours.days))


def _load() -> Sequence[Ready[SlaRule]]:
    return ready(SlaRule.objects.filter(hidden=False).select_related("current").order_by("position", "id"))


SLA_RULES: SmallTable[Sequence[Ready[SlaRule]]] = SmallTable(_load)
