"""Recording what happened: one event row per command, with its consequences.

A package declares its kinds of events once (`declare`), a command records one (`record`); a kind that
was not declared is refused, so that the list of kinds is the documentation of the history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from otklik.core import circumstances, clock, reacting
from otklik.core.actors import SYSTEM, ActorRef
from otklik.core.inserting import insert, insert_soon, rewrite
from otklik.core.models.event import Event
from otklik.core.models.job import Job

MAX_DEPTH = 8
"""How many automatic consequences may follow from one another before automation stops."""


class Audience(StrEnum):
    """Who may read an event in a history: the client too, staff only, administrators only."""

    PUBLIC = "public"
    INTERNAL = "internal"
    ADMIN = "admin"


@dataclass(frozen=True)
class EventKind:
    """A declared kind: its dotted past-tense name, version of its data's shape, usual audience."""

    name: str
    version: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class Subject:
    """What the event is about; `ticket_id` is filled where it belongs into a ticket's history.

    `about`: what the command has just written, where `now` reactions would else read it back.
    """

    kind: str
    id: int | None
    ticket_id: int | None = None
    about: object = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field from one value to another, as references (ids, codes, ISO moments)."""

    field: str
    before: object
    after: object

    def row(self) -> dict[str, object]:
        """The shape stored in `Event.changes`."""
        return {"field": self.field, "from": self.before, "to": self.after}


_kinds: dict[str, EventKind] = {}


def declare(name: str, *, audience: Audience = Audience.INTERNAL, version: int = 1) -> EventKind:
    """Make a kind of event known. Names are dotted and in the past tense: `ticket.registered`."""
    kind = EventKind(name, version, audience)
    if _kinds.setdefault(name, kind) != kind:
        raise ValueError(f"event kind {name} is declared twice")
    return kind


REACTION_FAILED = declare("reaction.failed", audience=Audience.ADMIN)
AUTOMATION_STOPPED = declare("automation.stopped", audience=Audience.INTERNAL)


def record(
    kind: EventKind,
    actor: ActorRef,
    subject: Subject,
    *,
    changes: Sequence[Change] = (),
    data: Mapping[str, object] | None = None,
    audience: Audience | None = None,
) -> Event:
    """Write the event, run its `now` reactions, queue its `later` ones. Must run inside a transaction.

    The event inherits cause and depth from the reaction it is recorded in, and the batch from
    `circumstances.batch()`. Beyond `MAX_DEPTH` the event still stands, but nothing automatic follows from it
    and `automation.stopped` says so.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind.name} recorded outside a transaction")
    event = _written(kind, actor, subject, changes, data or {}, audience or kind.audience)
    if event.depth > MAX_DEPTH:
        _written(
            AUTOMATION_STOPPED,
            SYSTEM,
            subject,
            (),
            {"event": event.pk, "depth": event.depth},
            Audience.INTERNAL,
        )
        return event
    reaction = reacting.reaction_to(kind.name)
    if circumstances.past_held.get():
        reaction = reacting.Reaction(now=reaction.now)
    event.about = subject.about
    _queue(event, reaction, _failed_now(reaction.now, event, subject))
    return event


def add_to(event: Event, fact: str, value: object) -> None:
    """Add a fact to the event's data in a `now` reaction, before anybody could have read the event."""
    event.data = {**event.data, fact: value}
    rewrite(event, ["data"])


def record_many(kind: EventKind, actor: ActorRef, subjects: Sequence[Subject]) -> None:
    """The same event about many subjects that were loaded at once; nothing follows from it."""
    _all_written(kind, actor, [(subject, ()) for subject in subjects], {})


def record_each(
    kind: EventKind,
    actor: ActorRef,
    happened: Sequence[tuple[Subject, Sequence[Change]]],
    data: Mapping[str, object],
) -> None:
    """One event for each subject with its own changes and the same data; what follows after commit is queued.

    For commands that write many rows at once. Must run inside a transaction. A kind with `now` reactions is
    refused: those want each event by itself.
    """
    if reacting.reaction_to(kind.name).now:
        raise ValueError(f"{kind.name} has consequences in its own transaction: record one by one")
    events = _all_written(kind, actor, happened, data)
    later = reacting.reaction_to(kind.name).later
    jobs = [
        Job(event_id=event.pk, reaction=entry.name, lane=entry.lane, run_at=event.at, created_at=event.at)
        for event in events
        for entry in later
        if entry.wanted is None or entry.wanted(event)
    ]
    Job.objects.bulk_create(jobs, batch_size=500)


def _all_written(
    kind: EventKind,
    actor: ActorRef,
    happened: Sequence[tuple[Subject, Sequence[Change]]],
    data: Mapping[str, object],
) -> list[Event]:
    moment = clock.now()
    return Event.objects.bulk_create(
        [
            Event(
                kind=kind.name,
                version=kind.version,
                at=moment,
                actor_kind=actor.kind,
                actor_id=actor.id,
                via=actor.via,
                subject_kind=subject.kind,
                subject_id=subject.id,
                ticket_id=subject.ticket_id,
                audience=kind.audience,
                changes=[change.row() for change in changes],
                data=dict(data),
            )
            for subject, changes in happened
        ],
        batch_size=500,
    )


def kinds() -> Mapping[str, EventKind]:
    """Every declared kind by name."""
    return dict(_kinds)


def _written(
    kind: EventKind,
    actor: ActorRef,
    subject: Subject,
    changes: Sequence[Change],
    data: Mapping[str, object],
    audience: Audience,
) -> Event:
    cause = circumstances.cause_held.get()
    event = Event(
        kind=kind.name,
        version=kind.version,
        at=clock.now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        via=actor.via,
        subject_kind=subject.kind,
        subject_id=subject.id,
        ticket_id=subject.ticket_id,
        audience=audience,
        cause_id=cause.pk if cause else None,
        depth=cause.depth + 1 if cause else 0,
        batch_id=circumstances.batch_held.get(),
        rule_version_id=circumstances.rule_held.get(),
        changes=[change.row() for change in changes],
        data=dict(data),
    )
    return insert(event)


def _failed_now(functions: Sequence[reacting.NowFunction], event: Event, subject: Subject) -> list[str]:
    """Run the `now` reactions; the names of those that failed, to be tried again by the queue.

    What goes wrong in a consequence must not undo the message that caused it. All run in one savepoint, as
    nearly always none fails; else each once more in its own, so that one takes only its own rows along.
    """
    first = _fault_of(functions, event) if functions else None
    if first is None:
        return []
    event.about = None
    failed = []
    for function in functions:
        error = _fault_of([function], event) if len(functions) > 1 else first
        if error is not None:
            name = reacting.name_of(function)
            said = f"{type(error).__name__}: {error}"[:2000]
            data = {"reaction": name, "event": event.pk, "error": said}
            _written(REACTION_FAILED, SYSTEM, subject, (), data, Audience.ADMIN)
            failed.append(name)
    return failed


def _fault_of(functions: Sequence[reacting.NowFunction], event: Event) -> Exception | None:
    """Run them in a savepoint, which is undone by the first that fails; what it raised."""
    try:
        with transaction.atomic(), circumstances.caused_by(event):
            for function in functions:
                function(event)
    except Exception as error:  # noqa: BLE001 - any fault of a consequence is recorded, retried, shown
        return error
    return None


def _queue(event: Event, reaction: reacting.Reaction, failed: Sequence[str]) -> None:
    """One bulk insert for everything that follows after commit."""
    wanted = [entry for entry in reaction.later if entry.wanted is None or entry.wanted(event)]
    jobs = [
        Job(event_id=event.pk, reaction=e.name, lane=e.lane, run_at=event.at, created_at=event.at)
        for e in wanted
    ]
    jobs += [
        Job(event_id=event.pk, reaction=n, lane="default", run_at=event.at, created_at=event.at)
        for n in failed
    ]
    insert_soon(jobs)
