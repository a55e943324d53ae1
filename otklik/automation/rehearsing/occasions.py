"""What of a ticket's story could ask a trigger: events it answers, and times that passed. Pure but for the
calendar."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.automation.triggers.moments import WAITED, Moment, Since, moments_of, starts_of
from otklik.automation.triggers.table import Armed
from otklik.automation.triggers.waiting import moment_of
from otklik.core.actors import Via
from otklik.core.events import Audience
from otklik.core.models import Event
from otklik.rules.stories import Story

REGISTERED = "ticket.registered"
_WHOSE = ("team_id", "assignee_id")


@dataclass(frozen=True)
class Occasion:
    """A trigger could be asked: at `at`, because of `event`, when the events `undone` had not happened.
    `ring`: a time it waits for had passed since the event."""

    event: Event
    at: datetime
    undone: frozenset[int]
    ring: bool = False


@dataclass(frozen=True)
class Span:
    """The days that are looked at."""

    since: datetime
    until: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.since <= moment <= self.until


def occasions_of(story: Story, one: Armed, span: Span, versions: Container[int]) -> list[Occasion]:
    """When this trigger could have been asked about the ticket, in the order of time. `versions` are those of
    triggers: what they did is no occasion, as it follows anew from what asked them."""
    triggered = _triggered(story.events, versions)
    found = [*_answered(story, one, span, triggered), *_rung(story, one, span)]
    return sorted(found, key=lambda occasion: (occasion.at, occasion.event.pk))


def _answered(story: Story, one: Armed, span: Span, triggered: Container[int]) -> Iterator[Occasion]:
    wanted = set(one.rule.events)
    registered = {event.pk for event in story.events if event.kind == REGISTERED}
    for event in story.events:
        if event.at not in span or event.pk in triggered or event.via == Via.IMPORT:
            continue
        if event.kind == WAITED or event.cause_id in registered:
            continue
        undone = frozenset(_behind(story.events, event, triggered))
        if {str(moment) for moment in _moments(story, event, undone)} & wanted:
            yield Occasion(event, event.at, undone)


def _moments(story: Story, event: Event, undone: Container[int]) -> frozenset[Moment]:
    """What the event is to triggers; a registration that found a place for the ticket has assigned it."""
    changed = (str(change["field"]) for change in event.changes)
    found = moments_of(event.kind, changed, event.data, is_public=event.audience == Audience.PUBLIC)
    if event.kind == REGISTERED:
        columns = story.scene(event.at, undone, {}).columns
        found |= {Moment.ASSIGNED} if any(columns[name] for name in _WHOSE) else set()
    return found


def _rung(story: Story, one: Armed, span: Span) -> Iterator[Occasion]:
    """The times that passed without beginning anew meanwhile."""
    if not one.rule.since:
        return
    starts = [event for event in story.events if Since(one.rule.since) in _starts(event)]
    for place, event in enumerate(starts):
        at = moment_of(one, story.ticket, event.at)
        anew = place + 1 < len(starts) and at is not None and starts[place + 1].at < at
        if at is not None and at in span and not anew:
            undone = frozenset(later.pk for later in story.events if later.at > at)
            yield Occasion(event, at, undone, ring=True)


def _starts(event: Event) -> frozenset[Since]:
    changed = (str(change["field"]) for change in event.changes)
    public = event.audience == Audience.PUBLIC
    return starts_of(moments_of(event.kind, changed, event.data, is_public=public))


def _triggered(events: Sequence[Event], versions: Container[int]) -> frozenset[int]:
    """What triggers did, and what followed from that."""
    found: set[int] = set()
    for event in events:
        if event.rule_version_id in versions or event.cause_id in found:
            found.add(event.pk)
    return frozenset(found)


def _behind(events: Iterable[Event], asked: Event, triggered: Container[int]) -> Iterator[int]:
    """What had not happened when triggers were asked about this event: they come last, so what else followed
    from it (routing, turns) stands already."""
    settled = {asked.pk}
    for event in events:
        if event.pk <= asked.pk:
            continue
        if event.cause_id in settled and event.pk not in triggered:
            settled.add(event.pk)
        else:
            yield event.pk
