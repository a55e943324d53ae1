"""What a block of code wrote: its events and jobs, or proof that it wrote nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import models
from django.db.models import Max

from otklik.core.actors import ActorKind
from otklik.core.errors import Refused
from otklik.core.models import Event, Job
from otklik.core.reacting import reaction_to
from otklik.people.actor import Actor
from tests.support.rows import Row, everything

# What signing in and asking the way leaves behind; no domain writes there.
NOT_OURS = {"django_session", "otklik_cache", "django_content_type", "core_workerseen"}
NOT_OURS |= {"auth_permission", "auth_group", "auth_group_permissions"}


def snapshot() -> dict[str, set[Row]]:
    """Every row of every table of ours that has any."""
    return everything(but=NOT_OURS)


@contextmanager
def unchanged() -> Iterator[None]:
    """Nothing is written inside: no row, no event, no job."""
    before = snapshot()
    yield
    after = snapshot()
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    assert changed == [], f"written to: {', '.join(changed)}"


@contextmanager
def refused(
    kind: type[Exception] = Refused, *, code: str = "", fields: set[str] | None = None
) -> Iterator[None]:
    """The block is refused with this error (its code; the fields it names) and writes nothing."""
    with unchanged(), pytest.raises(kind) as caught:
        yield
    error = caught.value
    assert type(error) is kind
    if code:
        assert getattr(error, "code", "") == code
    if fields is not None:
        assert set(getattr(error, "fields", {})) == fields


@contextmanager
def recorded() -> Iterator[list[Event]]:
    """The events written inside, in their order; filled when the block ends."""
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    events: list[Event] = []
    yield events
    events += Event.objects.filter(pk__gt=last).order_by("pk")


def kinds(events: list[Event]) -> list[str]:
    """The kinds of events, in their order."""
    return [event.kind for event in events]


def changes(event: Event) -> dict[str, tuple[object, object]]:
    """What an event says changed: field → (from, to)."""
    return {row["field"]: (row["from"], row["to"]) for row in event.changes}


def doer(event: Event) -> tuple[str, int | None, str]:
    """Who did it and through which door."""
    return event.actor_kind, event.actor_id, event.via


def by(actor: Actor) -> tuple[str, int | None, str]:
    """What `doer` gives for what this actor did."""
    return actor.kind, actor.ref.id, actor.via


SYSTEM_DOER = (ActorKind.SYSTEM, None, "system")


def jobs_of(event: Event) -> list[str]:
    """The reactions queued for an event, by name."""
    return sorted(Job.objects.filter(event_id=event.pk).values_list("reaction", flat=True))


def listed(event: Event) -> list[str]:
    """The reactions `reactions.py` lists for an event where somebody listens, by name."""
    found = reaction_to(event.kind).later
    return sorted(entry.name for entry in found if entry.wanted is None or entry.wanted(event))


def rows(model: type[models.Model], **which: object) -> int:
    """How many rows of a table fit."""
    return model._base_manager.filter(**which).count()
