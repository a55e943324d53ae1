"""Triggers that wait for a time: a timer of the queue for a ticket and what the time is counted from.

The timer keeps from when it counts and what was told already; nobody ever looks through tickets. What begins
to count before a trigger is made is not counted for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from otklik.automation.events import TICKET_WAITED
from otklik.automation.triggers.moments import Since
from otklik.automation.triggers.table import TRIGGERS, Armed, Table
from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.circumstances import caused_by
from otklik.core.events import Subject, record
from otklik.core.models import Event, Job
from otklik.core.reacting import timer
from otklik.core.timers import set_timer
from otklik.organisation.worktime import NoWorkingTime
from otklik.rules.matching import facts_of, first_match
from otklik.tickets.commands.locking import for_change
from otklik.tickets.commands.waiting import close_sooner
from otklik.tickets.enums import State
from otklik.tickets.models import Ticket
from otklik.tickets.queries.terms import working_calendar
from otklik.tickets.queries.workflow import workflow

RING = "automation.ring_waiting"
CALL = "automation.ring_started"
"""Names of the timers; the second is started by an action."""


@dataclass(frozen=True)
class _Count:
    """From what and when a time is counted, up to which moment triggers were told, and the event it began
    with."""

    since: Since
    at: datetime
    told: datetime
    event: int | None

    @classmethod
    def of(cls, payload: Mapping[str, str]) -> _Count:
        at, told = (datetime.fromisoformat(payload[name]) for name in ("at", "told"))
        return cls(Since(payload["since"]), at, told, int(payload["event"]))

    def payload(self, ticket_id: int) -> dict[str, object]:
        """As a timer keeps it."""
        moments = {"at": self.at.isoformat(), "told": self.told.isoformat()}
        return {"ticket": ticket_id, "since": self.since.value, "event": self.event, **moments}


def begin(table: Table, starts: Iterable[Since], event: Event) -> None:
    """Count these times of the event's ticket anew from it, where a trigger waits for one."""
    for since in starts:
        waiting = table.by_since.get(since)
        if waiting:
            row = Ticket.objects.only("service_id").get(pk=event.ticket_id or 0)
            _arm(row, _Count(since, event.at, event.at, event.pk), waiting)
            _announce_closing(row.pk, event.at, [one for one in waiting if _closes(one)])


@timer(lane="default")
def ring_waiting(job: Job) -> None:
    """A time has passed that triggers wait for: each of them is asked. Writes `ticket.waited` for each that
    holds, as a consequence of what the time is counted from."""
    count = _Count.of(job.payload)
    waiting = TRIGGERS.get().by_since.get(count.since, ())
    row = _locked(int(job.payload["ticket"]))
    if row is None or not waiting:
        return
    now = clock.now()
    due = [one for one in waiting if _is_due(one, row, count, now)]
    _arm(row, replace(count, told=max(now, count.told)), waiting)
    for one in due:
        tell(one, row, count.event, {"since": count.since.value, "minutes": one.rule.after})


@timer(lane="default")
def ring_started(job: Job) -> None:
    """A timer that a trigger started: the trigger it names is asked. Writes `ticket.waited`."""
    one = TRIGGERS.get().by_uid.get(str(job.payload["trigger"]))
    row = _locked(int(job.payload["ticket"]))
    if one is not None and row is not None:
        data = {"since": "timer", "minutes": job.payload["minutes"]}
        tell(one, row, job.payload["event"], data)


@transaction.atomic
def start(ticket: Ticket, trigger_uid: str, minutes: int, event: Event | None) -> None:
    """Ask a trigger about a ticket when so many minutes have passed, instead of when it was to be asked
    before."""
    payload = {
        "ticket": ticket.pk,
        "trigger": trigger_uid,
        "minutes": minutes,
        "event": event.pk if event else None,
    }
    set_timer(f"{CALL}:{ticket.pk}:{trigger_uid}", CALL, clock.now() + timedelta(minutes=minutes), payload)


def _locked(ticket_id: int) -> Ticket | None:
    rows = Ticket.objects.select_related("company", "asset")
    return for_change(rows.filter(pk=ticket_id, deleted_at=None)).first()


def tell(one: Armed, row: Ticket, cause_id: int | None, data: dict[str, object]) -> None:
    """Ask a trigger whose time has come; only where its condition holds: a history is not told of what came
    to nothing. As a consequence, so that triggers which wake each other end as all do that answer each other.
    """
    if not one.ready.holds(facts_of(row)):
        return
    cause = Event.objects.filter(pk=cause_id or 0).first()
    facts = {"trigger": str(one.rule.uid), "rule": dict(one.rule.name.texts), **data}
    with caused_by(cause) if cause is not None else nullcontext():
        record(TICKET_WAITED, SYSTEM, Subject("ticket", row.pk, row.pk), data=facts)


def _arm(row: Ticket, count: _Count, waiting: Sequence[Armed]) -> None:
    """The timer at the next moment somebody waits for; none when there is no further one."""
    found = (moment_of(one, row, count.at) for one in waiting)
    moments = [moment for moment in found if moment is not None and moment > count.told]
    if moments:
        set_timer(f"{RING}:{count.since}:{row.pk}", RING, min(moments), count.payload(row.pk))


def _announce_closing(ticket_id: int, at: datetime, closing: Sequence[Armed]) -> None:
    """Pages and letters promise the client of a done ticket the moment one of these triggers will close it,
    as things stand now, not the later one of the general term."""
    done = Ticket.objects.filter(pk=ticket_id, state=State.RESOLVED).select_related("company", "asset")
    row = done.first() if closing else None
    if row is None:
        return
    facts = facts_of(row)
    holding = (one for one in closing if first_match([one.ready], facts, _ignore))
    moments = [moment for one in holding if (moment := moment_of(one, row, at)) is not None]
    if moments:
        close_sooner(row.pk, min(moments))


def _closes(one: Armed) -> bool:
    codes = [step.values.get("status") for step in one.steps if step.action.key == "status"]
    named = (workflow().named(str(code)) for code in codes)
    return any(status is not None and status.state == State.CLOSED for status in named)


def _ignore(_rule: object, _error: Exception) -> None:
    """A condition that cannot be asked now is told of when its time comes."""


def _is_due(one: Armed, row: Ticket, count: _Count, now: datetime) -> bool:
    moment = moment_of(one, row, count.at)
    return moment is not None and count.told < moment <= now


def moment_of(one: Armed, row: Ticket, at: datetime) -> datetime | None:
    """When a trigger's time has passed; None where there is no working time it could be counted by."""
    amount = timedelta(minutes=one.rule.after or 0)
    if not one.rule.working:
        return at + amount
    try:
        return working_calendar(row.service_id).timetable.add(at, amount)
    except NoWorkingTime:
        return None
