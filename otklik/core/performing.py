"""Doing one claimed job: the reaction, its effect and its acknowledgement, or the plan for another try."""

from __future__ import annotations

import logging
from contextlib import ExitStack

from django.db import InterfaceError, OperationalError, connection, transaction

from otklik.core import circumstances, queue, reacting, retrying
from otklik.core.failpoints import hit
from otklik.core.models.job import Job
from otklik.core.reacting import Effect, Later

log = logging.getLogger(__name__)
_BROKEN, _TOO_MANY, _SHUTTING_DOWN = "08", "533", "57P"  # the beginnings of SQLSTATE codes


class NoSuchReaction(Exception):
    """A row names a reaction this version of the program does not know."""


class ConnectionLost(Exception):
    """The database went away under a job; the job is not to blame."""


def perform(job: Job) -> Exception | None:
    """Do a job this process has claimed; the error when it failed (the next try is planned by then).

    None as well when the job put itself off, or when it turned out to be another's by now. Raises
    `ConnectionLost` when the database cannot be asked any more.
    """
    reaction = reacting.find(job.reaction)
    limit = retrying.limit(network=reaction is not None and reaction.network)
    hit("queue.after_claim")
    if job.attempts >= limit:
        queue.bury(job, job.attempts, job.error, "WorkerEnded")
        return None
    try:
        _do(job, reaction)
    except queue.LeaseLost:
        log.warning("lease of %s lost, its effect rolled back", job, extra=_about(job))
    except queue.NotYet as later:
        queue.postpone(job, later.after)
    except Exception as error:  # whatever went wrong is kept with the row and tried again
        if is_connection_lost(error):
            raise ConnectionLost from error
        log.warning("%s failed (%s)", job, type(error).__name__, exc_info=error, extra=_about(job))
        queue.fail(job, error, limit=limit)
        hit("queue.after_failure")
        return error
    return None


def is_connection_lost(error: Exception) -> bool:
    """Whether the database went away, as against refusing a statement.

    Asking the connection would not tell: Django opens a new one as soon as the transaction has ended.
    PostgreSQL's codes: https://www.postgresql.org/docs/current/errcodes-appendix.html.
    """
    if connection.vendor != "postgresql" or not isinstance(error, (InterfaceError, OperationalError)):
        return False
    # No code at all: the connection broke before the server could say anything.
    code = getattr(error.__cause__, "sqlstate", None) or _BROKEN
    return code.startswith((_BROKEN, _SHUTTING_DOWN, _TOO_MANY))


def settle(job: Job, effect: Effect | None) -> None:
    """Effect and acknowledgement in one transaction: both or neither. `LeaseLost` when it is not ours."""
    with queue.sole_writer(), transaction.atomic(), queue.doing(job) as running:
        hit("queue.before_effect")
        if effect is not None:
            effect()
        hit("queue.before_ack")
        queue.acknowledge(running)
        hit("queue.before_commit")
    hit("queue.after_commit")


def _do(job: Job, reaction: Later | None) -> None:
    if reaction is None:
        raise NoSuchReaction(job.reaction)
    with ExitStack() as around:
        if job.event_id is not None:
            around.enter_context(circumstances.caused_by(job.event))
        if reaction.network:
            hit("queue.before_network")
            # Outside any transaction: a slow peer holds no lock. The peer knows repeats by their key.
            effect = reaction.function(job)
            hit("queue.after_network")
            settle(job, effect)
        else:
            settle(job, _plain(job, reaction))


def _plain(job: Job, reaction: Later) -> Effect:
    def effect() -> None:
        if reaction.function(job) is not None:
            raise TypeError(f"{reaction.name} returns an effect but is not declared with network=True")

    return effect


def _about(job: Job) -> dict[str, object]:
    return {"job": job.pk, "reaction": job.reaction, "event": job.event_id, "attempts": job.attempts}
