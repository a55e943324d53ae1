"""A macro on more tickets than a request does: the worker goes through them, as with a bulk change."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from otklik.automation.actions.doing import Step
from otklik.automation.macros.reading import get_macro_for
from otklik.automation.macros.running import counted, ready_steps, run_on, what_of
from otklik.automation.models import Macro
from otklik.core import clock
from otklik.core.errors import NotFound, NotPossible
from otklik.core.models import Job
from otklik.core.reacting import timer
from otklik.core.timers import set_timer
from otklik.people.actor import Actor
from otklik.tickets.commands.stepping import RESULTS, actor_of_step, begin_step, do_some, wanted_of
from otklik.tickets.enums import OperationKind
from otklik.tickets.models import Operation

NEXT = "automation.macro_next"
"""The name of the timer: `macro_next`."""


@transaction.atomic
def begin_on_many(actor: Actor, macro: Macro, ids: Sequence[int]) -> Operation:
    """Have a macro done to these tickets by the worker, with the rights the employee then has; the step,
    which tells how far it is and can be stopped and undone.

    `NotPossible` and `NotFound` as `run_macro`; `Invalid` for more than `MOST`. A macro that is changed, or
    put out of use, before the end stops there: what was looked at is no longer what would be done.
    """
    ready_steps(actor, macro)
    wanted = wanted_of(ids)
    what = {**what_of(macro), "version": macro.current_id}
    row = begin_step(actor, OperationKind.MACRO, what, wanted)
    if wanted:
        set_timer(_key(row), NEXT, clock.now(), {"operation": row.pk})
    return row


@timer(lane="default")
def macro_next(job: Job) -> None:
    """The next tickets of a macro on many; one that was undone, or whose employee has left, stops."""
    row = Operation.objects.select_for_update().get(pk=int(job.payload["operation"]))
    if row.finished_at is not None:
        return
    actor = actor_of_step(row)
    if actor is None:
        return
    with override(actor.language):
        _go_on(actor, row)
    if row.finished_at is None:
        set_timer(_key(row), NEXT, clock.now(), {"operation": row.pk})


def _go_on(actor: Actor, row: Operation) -> None:
    before = row.done
    try:
        macro, steps = _as_looked_at(actor, row)
        do_some(actor, row, lambda ticket: run_on(actor, macro, steps, ticket))
        counted(macro, row.done - before)
    except (NotFound, NotPossible) as error:
        row.refusals += row.total - row.position
        row.refused = [*row.refused, ["", error.message]]
        row.position = row.total
    if row.position >= row.total:
        row.finished_at = clock.now()
    row.save(update_fields=RESULTS)


def _as_looked_at(actor: Actor, row: Operation) -> tuple[Macro, Sequence[Step]]:
    macro = get_macro_for(actor, str(row.what["macro"]))
    steps = ready_steps(actor, macro)
    if macro.current_id != row.what["version"]:
        raise NotPossible(_("The macro was changed meanwhile: the tickets behind stay as they are."))
    return macro, steps


def _key(row: Operation) -> str:
    return f"{NEXT}:{row.pk}"
