"""Taking back what an SLA rule did: it is switched off, and what it counts is counted without it.

Deadlines follow their rules (`sla.rereading`), so nothing is put back by events. Every open ticket the rule
counts goes to the next rule that holds, what it has used carried over. What has ended stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.automation.clocks_known import Known, known_of
from otklik.automation.tables import Table
from otklik.automation.taking_back.deeds import Deeds, have_left, versions_of
from otklik.automation.taking_back.planning import COUNTED, LISTED, Preview, Row, Stays
from otklik.core import clock
from otklik.core.errors import NotPossible
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, get_set_up
from otklik.rules.matching import Ready
from otklik.sla.clocks import Kind, Mode
from otklik.sla.events import TOLD
from otklik.sla.models import Clock, SlaRule
from otklik.sla.ruling import SLA_TABLE
from otklik.sla.shapes import SLA_RULE
from otklik.sla.table import sla_rules
from otklik.sla.trying import Deadlines, once_saved, standing
from otklik.tickets.access import visible_ids
from otklik.tickets.models import Ticket
from otklik.tickets.undoing import Back, Plan

_FIELDS = (("due_at", (Kind.RESOLUTION,)), ("react_by", (Kind.REACTION, Kind.ANSWER)))
"""The ticket's deadlines, and the clocks the earliest of which they are."""


class Counting(Deeds):
    """What an SLA rule did: it counts, and deadlines are told of."""

    @property
    def letters(self) -> int:
        """Letters about deadlines of the tickets it counts."""
        counts = Clock.objects.filter(rule_version_id__in=self.versions).values("ticket_id")
        told = Event.objects.filter(kind__in=TOLD, at__gte=self.since, at__lte=self.until)
        return have_left(told.filter(ticket_id__in=counts))


@dataclass(frozen=True)
class Recount(Preview):
    """What switching an SLA rule off would do. `number` open tickets count by it, `lately` of those that were
    looked at since the moment; `ended` promises have ended by it since, and stay."""

    lately: int
    ended: int


def preview_recount(actor: Actor, uid: str, since: datetime, until: datetime) -> Recount:
    """The open tickets a rule counts, with their deadlines as they are and without it. Needs the right to set
    SLA rules up. A fixed number of queries for any number of tickets; nothing is written."""
    rule = get_set_up(actor, SLA_RULE, uid)
    deeds = Counting(cast("Table", SLA_TABLE), rule, versions_of(SLA_TABLE.key, rule), since, until)
    counted = Clock.objects.filter(rule_version_id__in=deeds.versions)
    runs = counted.exclude(mode=Mode.STOPPED).filter(ticket__is_open=True, ticket__deleted_at=None)
    named = runs.values_list("ticket_id", flat=True).distinct()
    latest = list(named.order_by("-ticket_id")[:COUNTED])
    found = Ticket.objects.select_related("company", "asset").in_bulk(latest)
    tickets = [found[pk] for pk in latest if pk in found]
    known = known_of(tickets)
    left = [one for one in sla_rules() if one.rule.pk != rule.pk]
    rows = [_row(ticket, known, left, until) for ticket in tickets]
    open_to = visible_ids(actor, latest[:LISTED])
    return Recount(
        deeds=deeds,
        number=named.count() if len(latest) == COUNTED else len(rows),
        looked=len(rows),
        back=sum(row.goes_back for row in rows),
        kept=sum(bool(row.stays) for row in rows),
        rows=[row for row in rows if row.ticket.pk in open_to],
        lately=sum(_is_counted_since(known.clocks.get(ticket.pk, ()), deeds) for ticket in tickets),
        ended=counted.filter(mode=Mode.STOPPED, since__gte=since, since__lte=until).count(),
    )


@transaction.atomic
def stop_counting(actor: Actor, uid: str, since: datetime) -> Recount:
    """Switch a rule off, so that its open tickets are counted without it; what that does, as it was looked at
    before. Needs the right to set SLA rules up; `NotPossible` for one that is off and counts nothing.

    Writes `sla_rule.changed`; the worker reads open tickets again and writes `ticket.planned` for those that
    move. Switching the rule on takes it back.
    """
    found = preview_recount(actor, uid, since, clock.now())
    rule = cast("SlaRule", found.deeds.rule)
    if not rule.enabled and not found.number:
        raise NotPossible(_("It is switched off and counts no open ticket."))
    change_set_up(actor, SLA_RULE, rule, {"enabled": False})
    return found


def _row(ticket: Ticket, known: Known, left: Sequence[Ready[SlaRule]], at: datetime) -> Row:
    clocks = known.clocks.get(ticket.pk, ())
    before = standing(clocks, at)
    after = once_saved(ticket, known.facts(ticket), clocks, known.told.get(ticket.pk, ()), at, left).deadlines
    back = [Back(field, _due(before, kinds), _due(after, kinds)) for field, kinds in _FIELDS]
    by_hand = any(row.by_hand and row.mode == Mode.RUNS for row in clocks)
    stays = [Stays("due_at", None)] if by_hand else []
    return Row(ticket, Plan([one for one in back if one.now != one.then]), 0, stays)


def _due(deadlines: Deadlines, kinds: Iterable[Kind]) -> str | None:
    own = tuple(str(kind) for kind in kinds)
    moments = [one.due_at for key, one in deadlines.items() if key.startswith(own) and one.due_at]
    return min(moments).isoformat() if moments else None


def _is_counted_since(clocks: Sequence[Clock], deeds: Deeds) -> bool:
    """Whether the rule has begun to count the ticket since the moment."""
    versions: Set[int] = set(deeds.versions)
    began = [row.since for row in clocks if row.rule_version_id in versions]
    began += [one.began for row in clocks for one in row.segments.all() if one.rule_version_id in versions]
    return bool(began) and min(began) >= deeds.since
