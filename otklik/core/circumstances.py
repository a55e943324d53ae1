"""What events are recorded in: as one step, as the past, because of another event, by a rule."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from otklik.core.models.event import Event

cause_held: ContextVar[Event | None] = ContextVar("otklik_cause", default=None)
batch_held: ContextVar[uuid.UUID | None] = ContextVar("otklik_batch", default=None)
rule_held: ContextVar[int | None] = ContextVar("otklik_rule", default=None)
past_held: ContextVar[bool] = ContextVar("otklik_past", default=False)


@contextmanager
def batch(uid: uuid.UUID | None = None) -> Iterator[uuid.UUID]:
    """Everything recorded inside is one step for the person (and for undo): "send and resolve". `uid`: a step
    that was begun before."""
    own = batch_held.get() or uid or uuid.uuid4()
    token = batch_held.set(own)
    try:
        yield own
    finally:
        batch_held.reset(token)


@contextmanager
def ruled_by(version_id: int | None) -> Iterator[None]:
    """What is recorded inside was decided by this version of a rule (`rules.RuleVersion`)."""
    token = rule_held.set(version_id)
    try:
        yield
    finally:
        rule_held.reset(token)


@contextmanager
def past() -> Iterator[None]:
    """What is recorded inside is history that is told late: an import, the demo data.

    Rows follow from it as always (`now`), but nobody is mailed, called or pushed about it (`later`);
    whoever tells the history brings the search index up to date in bulk.
    """
    token = past_held.set(True)
    try:
        yield
    finally:
        past_held.reset(token)


@contextmanager
def caused_by(event: Event) -> Iterator[None]:
    """What is recorded inside follows from `event`: used around every reaction."""
    token = cause_held.set(event)
    try:
        yield
    finally:
        cause_held.reset(token)
