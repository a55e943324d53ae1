"""A step on more tickets than a request does: the worker goes through them, some in a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.circumstances import batch
from otklik.core.errors import Invalid, Refused
from otklik.core.ids import uuid7
from otklik.people.actor import Actor
from otklik.people.queries import actor_of_agent, staff
from otklik.tickets.access import visible_to
from otklik.tickets.commands.locking import lock_all
from otklik.tickets.enums import OperationKind
from otklik.tickets.models import Operation, Ticket

MOST = 10_000
CHUNK = 25
"""Tickets of one transaction."""
MOST_REFUSED = 100
"""Refusals that are kept with their sentence; all are counted."""
RESULTS = ("position", "done", "refusals", "refused", "finished_at")
"""What of a step changes while it is done."""


def begin_step(
    actor: Actor, kind: OperationKind, what: Mapping[str, object], ids: Sequence[int]
) -> Operation:
    """The row of a step on these tickets, of which none is done; over where there is none. The caller sets
    the timer."""
    now = clock.now()
    return Operation.objects.create(
        uid=uuid7(),
        kind=kind,
        agent_id=actor.agent_id,
        at=now,
        what=dict(what),
        ids=list(ids),
        total=len(ids),
        finished_at=None if ids else now,
    )


def wanted_of(ids: Sequence[int]) -> list[int]:
    """These tickets in the order of their registration, each once; `Invalid` for more than `MOST`."""
    wanted = sorted(set(ids))
    if len(wanted) > MOST:
        raise Invalid({"number": _("Choose at most %(n)s tickets at once.") % {"n": MOST}})
    return wanted


def do_some(actor: Actor, row: Operation, do: Callable[[Ticket], object]) -> None:
    """Do it to the next tickets of a locked step, as one batch of events. What is not open to the actor is
    counted as refused. Saves nothing of the step."""
    ids = row.ids[row.position : row.position + CHUNK]
    lock_all(ids)
    tickets = visible_to(actor).in_bulk(ids)
    with batch(row.uid):
        for pk in ids:
            ticket = tickets.get(pk)
            if ticket is None:
                row.refusals += 1
                continue
            with whole_or_refused(row, ticket):
                do(ticket)
                row.done += 1
    row.position += len(ids)


@contextmanager
def whole_or_refused(row: Operation, ticket: Ticket) -> Iterator[None]:
    """One ticket of a step in a savepoint: all of it, or nothing and why."""
    try:
        with transaction.atomic():
            yield
    except Refused as error:
        row.refusals += 1
        if len(row.refused) < MOST_REFUSED:
            row.refused = [*row.refused, [ticket.number, error.message]]


def actor_of_step(row: Operation) -> Actor | None:
    """Whose step it is, with their rights of this moment; a step of somebody who has left ends here."""
    info = staff().agents.get(row.agent_id or 0)
    if info is not None and info.is_active:
        return actor_of_agent(info, Via.DESK)
    row.finished_at = clock.now()
    row.save(update_fields=["finished_at"])
    return None
