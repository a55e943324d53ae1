"""What taking back what a rule did would do; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from otklik.automation.taking_back.deeds import Deeds, deeds_of
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets import undoing
from otklik.tickets.access import visible_ids
from otklik.tickets.commands.putting_back import Present, is_there, presents
from otklik.tickets.commands.undoing import WORDS, changes_of
from otklik.tickets.events import NOTE_ADDED, REPLY_AUTOMATED, REPLY_SENT
from otklik.tickets.models import Ticket
from otklik.tickets.undoing import Plan

LISTED = 50
"""Tickets that are told one by one, the latest."""
COUNTED = 500
"""Tickets that are looked at to say how many go back."""
Person = tuple[str, int | None]
"""Kind and id of who acted, as events name them."""
_SAID = frozenset({REPLY_SENT.name, REPLY_AUTOMATED.name})


@dataclass(frozen=True)
class Stays:
    """A field that stays as it is, and who changed it since. `by` None: what it would go back to is gone, or
    it has gone out."""

    field: str
    by: Person | None


@dataclass(frozen=True)
class Row:
    """One ticket: what of it goes back, how many notes with it, what stays."""

    ticket: Ticket
    plan: Plan
    notes: int
    stays: Sequence[Stays]

    @property
    def goes_back(self) -> bool:
        """Whether anything does."""
        return bool(self.notes) or not self.plan.is_empty


@dataclass(frozen=True)
class Preview:
    """What taking back would do. `number` tickets were changed by the rule; of the latest `looked` of them
    something goes back on `back`, something stays on `kept`; `rows` are the latest the reader may see."""

    deeds: Deeds
    number: int
    looked: int
    back: int
    kept: int
    rows: Sequence[Row]


def preview(actor: Actor, key: str, uid: str, since: datetime, until: datetime) -> Preview:
    """What taking back everything since a moment would do. Needs the right to set the table up.

    Ten queries for any number of tickets; `NotPossible` as `deeds_of`.
    """
    deeds = deeds_of(actor, key, uid, since, until)
    named = deeds.events.values_list("ticket_id", flat=True)
    latest = [pk for pk in named.order_by("-ticket_id").distinct()[:COUNTED] if pk is not None]
    rows = _rows(deeds, latest)
    open_to = visible_ids(actor, latest[:LISTED])
    return Preview(
        deeds=deeds,
        number=named.distinct().count() if len(latest) == COUNTED else len(rows),
        looked=len(rows),
        back=sum(row.goes_back for row in rows),
        kept=sum(bool(row.stays) for row in rows),
        rows=[row for row in rows if row.ticket.pk in open_to],
    )


def _rows(deeds: Deeds, ids: Sequence[int]) -> list[Row]:
    """The tickets in this order; deleted ones are left out."""
    found = Ticket.objects.filter(pk__in=ids, deleted_at=None).in_bulk()
    tickets = [found[pk] for pk in ids if pk in found]
    events: dict[int, list[Event]] = {}
    for event in deeds.events.filter(ticket_id__in=ids).order_by("pk"):
        events.setdefault(event.ticket_id or 0, []).append(event)
    here = presents(tickets)
    rows = [_row(ticket, events[ticket.pk], here[ticket.pk]) for ticket in tickets]
    return _with_names(rows, events)


def _row(ticket: Ticket, events: Sequence[Event], here: Present) -> Row:
    plan = undoing.plan(changes_of(events), here.fields, here.following)
    possible = [one for one in plan.back if is_there(one)]
    gone = [one.field for one in plan.back if one not in possible]
    said = [WORDS] if any(event.kind in _SAID for event in events) else []
    return Row(
        ticket,
        replace(plan, back=possible),
        sum(event.kind == NOTE_ADDED.name for event in events),
        [Stays(field, None) for field in (*plan.left, *gone, *said)],
    )


def _with_names(rows: Sequence[Row], events: Mapping[int, Sequence[Event]]) -> list[Row]:
    """Who has changed what stays: one query for all."""
    left = [row.ticket.pk for row in rows if row.plan.left]
    since: dict[int, list[Event]] = {}
    if left:
        others = Event.objects.filter(ticket_id__in=left).exclude(changes=[]).order_by("pk")
        for event in others.only("ticket_id", "actor_kind", "actor_id", "changes"):
            since.setdefault(event.ticket_id or 0, []).append(event)
    return [_named(row, events[row.ticket.pk], since.get(row.ticket.pk, ())) for row in rows]


def _named(row: Row, own: Sequence[Event], every: Sequence[Event]) -> Row:
    ids = {event.pk for event in own}
    by: dict[str, Person] = {}
    for event in every:
        for field in _fields(event):
            if event.pk in ids:
                by.pop(field, None)
            else:
                by[field] = (event.actor_kind, event.actor_id)
    left = set(row.plan.left)
    return replace(
        row, stays=[replace(s, by=by.get(s.field) if s.field in left else None) for s in row.stays]
    )


def _fields(event: Event) -> Iterator[str]:
    return (str(change["field"]) for change in event.changes)
