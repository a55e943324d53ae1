"""Running a macro: on one ticket all of its steps or none, on many each ticket by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from otklik.automation.actions.doing import Doing, Step
from otklik.automation.actions.steps import read
from otklik.automation.events import MACRO_RUN
from otklik.automation.macros.open_to import open_to
from otklik.automation.macros.reading import fits
from otklik.automation.models import Macro
from otklik.core import clock
from otklik.core.circumstances import batch, ruled_by
from otklik.core.configuring.kinds import Wrong
from otklik.core.errors import Invalid, NotFound, NotPossible, Refused
from otklik.core.events import Subject, record
from otklik.people.actor import Actor
from otklik.people.owning import require_employee
from otklik.tickets.access import visible_to
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.operations import begun, operation
from otklik.tickets.enums import OperationKind
from otklik.tickets.models import Ticket

AT_ONCE = 200
"""Tickets of one run."""


@dataclass(frozen=True)
class Ran:
    """What became of a run: the step's id, how many tickets it did, and the numbers with why it did not."""

    step: UUID
    done: int
    refused: Sequence[tuple[str, str]] = ()


@transaction.atomic
def run_macro(actor: Actor, macro: Macro, ticket: Ticket, *, version: int | None = None) -> Ran:
    """Do a macro's steps on a ticket, as the actor and with their rights, as one step that can be undone.
    Writes `macro.run` and what its commands write, all with the macro's version.

    `NotPossible` in words where the macro is out of use, does not fit the ticket, or a step is refused: then
    nothing is done. `Conflict` on a stale `version` of the ticket. `NotFound` for a macro of others.
    """
    steps = ready_steps(actor, macro)
    with operation(actor, OperationKind.MACRO, what_of(macro)) as step:
        run_on(actor, macro, steps, ticket, version)
    counted(macro, 1)
    return Ran(step.uid, 1)


def run_macro_on_many(actor: Actor, macro: Macro, ids: Sequence[int]) -> Ran:
    """The same on many tickets, `AT_ONCE` at most, in the order of their registration: a ticket that refuses
    stays as it is and is told, the others go on. Each in a transaction of its own, all one step that can be
    undone; nothing done: no step. What is not open to the actor is left out. `Invalid` for too many.
    """
    if len(set(ids)) > AT_ONCE:
        raise Invalid({"number": _("Choose at most %(n)s tickets at once.") % {"n": AT_ONCE}})
    steps = ready_steps(actor, macro)
    done, refused = 0, []
    with batch() as step:
        for ticket in visible_to(actor).filter(pk__in=set(ids)).order_by("pk"):
            try:
                with transaction.atomic():
                    run_on(actor, macro, steps, ticket, None)
                done += 1
            except Refused as error:
                refused.append((ticket.number, error.message))
    if done:
        _keep(actor, macro, step, done, refused)
    return Ran(step, done, refused)


@transaction.atomic
def _keep(actor: Actor, macro: Macro, step: UUID, done: int, refused: Sequence[tuple[str, str]]) -> None:
    """The row by which the run is undone, and its count."""
    row = begun(step, actor, OperationKind.MACRO, what_of(macro))
    row.total, row.done = done + len(refused), done
    row.refusals, row.refused = len(refused), [list(one) for one in refused]
    row.save(update_fields=["total", "done", "refusals", "refused"])
    counted(macro, done)


def what_of(macro: Macro) -> dict[str, object]:
    """How a step of it names it."""
    return {"macro": str(macro.uid), "rule": dict(macro.name.texts)}


def ready_steps(actor: Actor, macro: Macro) -> Sequence[Step]:
    """The macro's steps for whoever may run it now; refused as `run_macro` is."""
    require_employee(actor)
    if not open_to(actor, [macro]):
        raise NotFound
    if macro.hidden or not macro.enabled:
        raise NotPossible(_("This macro is out of use."))
    try:
        return read(macro.actions, with_event=False)
    except Wrong as wrong:
        said = _("The macro has to be mended before it can be used. %(why)s")
        raise NotPossible(said % {"why": wrong}) from wrong


def run_on(
    actor: Actor, macro: Macro, steps: Sequence[Step], ticket: Ticket, version: int | None = None
) -> None:
    """The steps on one ticket, in the caller's transaction and batch; refused as `run_macro` is."""
    row = locked(ticket)
    expect(row, version)
    if not fits(macro, row):
        raise NotPossible(_("“%(macro)s” is not meant for this ticket.") % {"macro": macro.name})
    doing = Doing(row, actor, name=macro.name, source=f"macro:{macro.uid}")
    data = {"rule": dict(macro.name.texts), "uid": str(macro.uid)}
    with ruled_by(macro.current_id):
        record(MACRO_RUN, actor.ref, Subject("ticket", row.pk, row.pk), data=data)
        for step in steps:
            _do(step, doing)


def _do(step: Step, doing: Doing) -> None:
    """One refused step refuses the whole, and is named."""
    try:
        step.action.perform(doing, step.values)
    except Refused as error:
        words = {"step": step.action.words(step.values), "why": error.message}
        raise NotPossible(_("Nothing was done. It stopped at: %(step)s. %(why)s") % words) from error


def counted(macro: Macro, times: int) -> None:
    """So many tickets more it was done to."""
    if times:
        Macro.objects.filter(pk=macro.pk).update(used=F("used") + times, used_at=clock.now())
