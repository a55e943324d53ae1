"""Triggers asked about a ticket as it was, in a transaction that is rolled back: nothing of it stays, nobody
is written to, nobody else can see it. The ticket is locked for as long as that takes, a fraction of a second.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from otklik.automation.events import TRIGGER_FAILED, TRIGGER_FIRED, WEBHOOK_QUEUED
from otklik.automation.rehearsing.occasions import Occasion
from otklik.automation.rehearsing.outcomes import MADE, NOTES, REPLIES, Change, Deeds
from otklik.automation.triggers.running import run_triggers
from otklik.automation.triggers.table import Armed, Table, drafted
from otklik.automation.triggers.waiting import tell
from otklik.core import clock
from otklik.core.circumstances import caused_by
from otklik.core.events import AUTOMATION_STOPPED
from otklik.core.models import Event
from otklik.core.small import one_version
from otklik.notifications.addresses import Recipient
from otklik.notifications.models import Delivery
from otklik.notifications.silence import SILENT
from otklik.notifications.telling import notices_of
from otklik.rules.models import RuleVersion
from otklik.rules.stories import Scene, Story
from otklik.tickets.events import NOTE_ADDED, REPLY_AUTOMATED, TICKET_REGISTERED
from otklik.tickets.models import Observer, Ticket, TicketCategory

_COUNTED = {NOTE_ADDED.name: NOTES, REPLY_AUTOMATED.name: REPLIES, TICKET_REGISTERED.name: MADE}
_OF_CLOCKS = frozenset({"ticket.planned", "sla.warned", "sla.breached"})
"""Deadlines follow the fields; clocks of today say nothing of those of then."""
UNSAVED = 0
"""The number of the version a new trigger acts as while it is tried."""


def perform(story: Story, occasion: Occasion, scene: Scene, table: Table, own: Armed | None) -> Deeds:
    """What the triggers of `table` would have done on this occasion. `own`: the trigger that is tried, or the
    one a time is for; what it did stands under its version (`Deeds.own`)."""
    with clock.freeze(occasion.at), _rolled_back(), drafted(table), _versioned(own) as version:
        _rewind(story.ticket.pk, scene)
        last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        asked = copy.copy(occasion.event)
        _ask(story, occasion, asked, own)
        happened = _followed(asked, Event.objects.filter(pk__gt=last).order_by("pk"))
        return _read(story, occasion, asked, happened, version)


def _ask(story: Story, occasion: Occasion, asked: Event, own: Armed | None) -> None:
    if not occasion.ring:
        with caused_by(asked):
            run_triggers(asked)
    elif own is not None:
        row = Ticket.objects.select_related("company", "asset").get(pk=story.ticket.pk)
        tell(own, row, asked.pk, {"since": own.rule.since, "minutes": own.rule.after})


@contextmanager
def _rolled_back() -> Iterator[None]:
    """What is written inside was never there, and small tables read inside are not kept."""
    with one_version(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _versioned(own: Armed | None) -> Iterator[int]:
    """The version by which what a trigger does is known from what others do; a new one has none yet."""
    if own is None or own.rule.current is not None:
        yield own.rule.current_id or 0 if own is not None else 0
        return
    own.rule.current = RuleVersion.objects.create(
        table="trigger", rule_id=own.rule.pk, number=UNSAVED, body={}, at=clock.now()
    )
    try:
        yield own.rule.current.pk
    finally:
        own.rule.current = None


def _rewind(ticket_id: int, scene: Scene) -> None:
    """Write the ticket as it was."""
    Ticket.objects.filter(pk=ticket_id).update(**scene.columns)
    TicketCategory.objects.filter(ticket_id=ticket_id).delete()
    labels = [TicketCategory(ticket_id=ticket_id, category_id=pk) for pk in scene.labels]
    TicketCategory.objects.bulk_create(labels)
    Observer.objects.filter(ticket_id=ticket_id).delete()
    Observer.objects.bulk_create([_observer(ticket_id, who) for who in sorted(scene.following)])


def _observer(ticket_id: int, who: str) -> Observer:
    kind, _colon, key = who.partition(":")
    pk = int(key)
    return Observer(ticket_id=ticket_id, **{f"{kind}_id": pk})


def _followed(asked: Event, events: Iterable[Event]) -> list[Event]:
    """What followed from it; on a server others write at the same time."""
    ours = {asked.pk}
    found = []
    for event in events:
        if event.cause_id in ours:
            ours.add(event.pk)
            found.append(event)
    return found


def _read(story: Story, occasion: Occasion, asked: Event, events: Sequence[Event], version: int) -> Deeds:
    changes = (
        Change(str(one["field"]), one["from"], one["to"], event.rule_version_id)
        for event in events
        if event.ticket_id == story.ticket.pk and event.kind not in _OF_CLOCKS
        for one in event.changes
    )
    failed = [event for event in events if event.kind == TRIGGER_FAILED.name]
    return Deeds(
        changes=tuple(changes),
        letters=_letters(events),
        kept_back=_kept_back(occasion.event, asked),
        calls=tuple(str(event.data["url"]) for event in events if event.kind == WEBHOOK_QUEUED.name),
        numbers=Counter(_COUNTED[event.kind] for event in events if event.kind in _COUNTED),
        fired=frozenset(event.rule_version_id or 0 for event in events if event.kind == TRIGGER_FIRED.name),
        failed={event.rule_version_id or 0: str(event.data["said"]) for event in failed},
        stopped=any(event.kind == AUTOMATION_STOPPED.name for event in events),
        own=version,
    )


def _letters(events: Sequence[Event]) -> Sequence[str]:
    """Who would have got a letter: by what rules wrote to people, and by what `tell` makes of the rest."""
    written = Delivery.objects.filter(event_id__in=[event.pk for event in events]).order_by("pk")
    found = [_who(Recipient(one.address, "", one.agent_id, one.contact_id)) for one in written]
    return (*found, *(who for event in events for who in _told(event)))


def _kept_back(before: Event, asked: Event) -> Sequence[str]:
    """Letters about the event itself that a trigger silenced."""
    if asked.data.get(SILENT) == before.data.get(SILENT):
        return ()
    loud = copy.copy(asked)
    loud.data = {name: value for name, value in asked.data.items() if name != SILENT}
    still = set(_told(asked))
    return [who for who in _told(loud) if who not in still]


def _told(event: Event) -> Sequence[str]:
    """Once an address, as letters are."""
    return list({one.recipient.address: _who(one.recipient) for one in notices_of(event)}.values())


def _who(one: Recipient) -> str:
    if one.agent_id is not None:
        return f"agent:{one.agent_id}"
    return f"contact:{one.contact_id}" if one.contact_id is not None else one.address
