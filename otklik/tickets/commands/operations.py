"""Steps that can be taken back: what is done to one or many tickets as one, and who may undo it (NEW-6)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.circumstances import batch
from otklik.core.errors import NotFound, NotPossible
from otklik.core.ids import read_uid
from otklik.people.actor import Actor
from otklik.tickets.access import UNDO
from otklik.tickets.enums import OperationKind
from otklik.tickets.models import Operation

UNDO_WITHIN = timedelta(days=30)


@contextmanager
def operation(
    actor: Actor, kind: OperationKind, what: Mapping[str, object] | None = None
) -> Iterator[Operation]:
    """Everything recorded inside is one step that `undoing.undo` takes back: a batch of events with a row.

    Inside another operation it is a part of that one, whose row is given. In the caller's transaction. The
    caller has checked what is to be checked, and sets `total` and `done` where they are not one.
    """
    with batch() as uid:
        outer = Operation.objects.filter(uid=uid).first()
        yield outer or begun(uid, actor, kind, what or {})


def begun(uid: uuid.UUID, actor: Actor, kind: OperationKind, what: Mapping[str, object]) -> Operation:
    """The row of a step that is done at once."""
    now = clock.now()
    return Operation.objects.create(
        uid=uid, kind=kind, agent_id=actor.agent_id, at=now, what=dict(what), total=1, done=1, finished_at=now
    )


def get_operation_for(actor: Actor, uid: str) -> Operation:
    """A step the actor did, or may take back by their right; `NotFound` for every other."""
    found = Operation.objects.filter(uid=read_uid(uid)).first()
    if found is None or not may_undo(actor, found):
        raise NotFound(_("There is no such step, or it is not yours to undo."))
    return found


def may_undo(actor: Actor, row: Operation) -> bool:
    """Whose step it was, or who has `tickets.undo`."""
    is_own = actor.agent_id is not None and row.agent_id == actor.agent_id
    return actor.is_system or is_own or (actor.is_agent and actor.has(UNDO))


def is_undoable(row: Operation) -> bool:
    """Within thirty days, once."""
    return row.undone_at is None and clock.now() <= row.at + UNDO_WITHIN


def require_undoable(row: Operation) -> None:
    """`NotPossible` in words, unless `is_undoable`."""
    if row.undone_at is not None:
        raise NotPossible(_("This was undone already."))
    if not is_undoable(row):
        raise NotPossible(_("This can no longer be undone: thirty days have gone."))
