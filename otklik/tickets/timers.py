"""Timed work of tickets."""

from __future__ import annotations

from datetime import datetime

from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.models import Job
from otklik.core.reacting import timer
from otklik.core.timers import set_timer
from otklik.people.actor import SYSTEM, Actor
from otklik.people.queries import actor_of_agent, staff
from otklik.tickets import commands
from otklik.tickets.commands import close_resolved, release_reply, remind_client, return_postponed
from otklik.tickets.commands.bulk import go_on
from otklik.tickets.commands.stepping import actor_of_step
from otklik.tickets.commands.undoing import NEXT as UNDO_NEXT
from otklik.tickets.commands.undoing import undo_some
from otklik.tickets.models import Operation


@timer(lane="default")
def release_scheduled(job: Job) -> None:
    """A held reply's time has come."""
    mentions = [int(pk) for pk in job.payload.get("mentions", ())]
    release_reply(int(job.payload["message"]), str(job.payload["status"]), mentions)


@timer(lane="default")
def close_due(job: Job) -> None:
    """A done ticket has waited long enough for its client."""
    close_resolved(int(job.payload["ticket"]))


@timer(lane="default")
def return_due(job: Job) -> None:
    """A ticket was postponed until now."""
    return_postponed(int(job.payload["ticket"]))


@timer(lane="default")
def remind_due(job: Job) -> None:
    """A client who was asked has not answered."""
    remind_client(int(job.payload["ticket"]))


@timer(lane="default")
def give_waiting(job: Job) -> None:
    """Somebody of a team may have a turn again."""
    commands.give_waiting(int(job.payload["team"]))


@timer(lane="default")
def give_back_due(job: Job) -> None:
    """A ticket somebody was given has waited long enough to be opened."""
    given_at = datetime.fromisoformat(str(job.payload["at"]))
    commands.give_back_unopened(int(job.payload["ticket"]), int(job.payload["agent"]), given_at)


@timer(lane="default")
def let_go_due(job: Job) -> None:
    """A ticket somebody has open for processing: is it still?"""
    commands.let_go(int(job.payload["ticket"]))


@timer(lane="default")
def leave_due(job: Job) -> None:
    """Somebody is away from now on."""
    commands.relieve(int(job.payload["agent"]), str(job.payload["absence"]))


@timer(lane="default")
def change_next(job: Job) -> None:
    """The next tickets of a bulk change, with its employee's rights of this moment; who left changes none."""
    row = Operation.objects.get(pk=int(job.payload["operation"]))
    actor = actor_of_step(row)
    if actor is not None:
        go_on(actor, row.pk)


@timer(lane="default")
def undo_next(job: Job) -> None:
    """The next tickets of a step that is being taken back."""
    row = Operation.objects.select_for_update().get(pk=int(job.payload["operation"]))
    if undo_some(_actor(row.undone_by_id) or SYSTEM, row):
        set_timer(f"{UNDO_NEXT}:{row.pk}", UNDO_NEXT, clock.now(), {"operation": row.pk})


def _actor(agent_id: int | None) -> Actor | None:
    info = staff().agents.get(agent_id or 0)
    return actor_of_agent(info, Via.DESK) if info is not None and info.is_active else None
