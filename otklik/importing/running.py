"""An import at work: first the file is read, then batch after batch is taken, each a job of the queue.

A batch, its count and the next job are one transaction with the acknowledgement of this one: whoever dies in
between has done nothing, and whoever comes next goes on at the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from otklik.clients.commands.bringing import Brought, Manner, Outcome, What
from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.errors import Invalid, Refused
from otklik.core.events import Subject, record
from otklik.core.failpoints import hit
from otklik.core.models.job import Job
from otklik.core.reacting import timer
from otklik.core.timers import set_timer
from otklik.importing.access import require_import
from otklik.importing.enums import Stage
from otklik.importing.events import IMPORT_FINISHED
from otklik.importing.kinds import Kind, kind_called
from otklik.importing.models import BadRow, ImportRun
from otklik.importing.reading import Line, keep_rows, source_of, take_rows
from otklik.importing.rows import Reader, reader_of
from otklik.importing.sentences import unreadable
from otklik.importing.tables.faults import Unreadable
from otklik.people.actor import SYSTEM, Actor
from otklik.people.queries import actor_of_agent, staff

BATCH = 500
LANE = "imports"
READ, TAKE = "importing.read_file", "importing.take_batch"
TWIN = ""
"""The field of a problem that is the whole row's."""


def timer_key(run: ImportRun) -> str:
    """The key of the job that brings an import on: one at a time."""
    return f"import:{run.pk}"


@timer(lane=LANE, network=True)
def read_file(job: Job) -> Callable[[], None] | None:
    """Read the file of an import into rows. Not in a transaction: it takes as long as the file is large."""
    run = ImportRun.objects.select_related("file__blob").get(pk=job.payload["run"])
    if run.stage != Stage.RUNNING or run.file is None:
        return None
    kind = kind_called(run.kind)
    try:
        kept, total = keep_rows(run.file.blob, source_of(run.source), kind, _reader(run, kind))
    except Unreadable as error:
        why = error.why
        return lambda: _fail(run.pk, unreadable(why, run.language))

    def effect() -> None:
        current = ImportRun.objects.select_for_update().get(pk=run.pk)
        if current.stage != Stage.RUNNING or current.mapping != run.mapping:
            return
        current.rows, current.total = kept, total
        current.save(update_fields=["rows", "total"])
        set_timer(timer_key(current), TAKE, clock.now(), {"run": current.pk})

    return effect


@timer(lane=LANE)
def take_batch(job: Job) -> None:
    """Take the next rows of an import; the last batch finishes it."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("rows").get(pk=job.payload["run"])
    if run.stage != Stage.RUNNING or run.rows is None:
        return
    with translation.override(run.language):
        try:
            actor, number = _actor(run), min(BATCH, kind_called(run.kind).batch)
            lines, place = take_rows(run.rows, run.place, number)
            outcomes = _taken(actor, run, lines)
        except Refused as error:
            _fail(run.pk, error.message)
            return
        _count(run, lines, outcomes, place)
        hit("importing.batch_written")
        if len(lines) < number or run.done >= run.total:
            finish(run, actor, Stage.CHECKED if run.is_trial else Stage.DONE)
            return
    run.save()
    set_timer(timer_key(run), TAKE, clock.now(), {"run": run.pk})


def finish(run: ImportRun, actor: Actor, stage: Stage, problem: str = "") -> None:
    """Say how an import ended, in the caller's transaction. Writes `import.finished`."""
    run.stage, run.problem, run.finished_at = stage, problem[:300], clock.now()
    run.save()
    record(IMPORT_FINISHED, actor.ref, Subject("import", run.pk), data=told_of(run))


def told_of(run: ImportRun) -> dict[str, object]:
    """What the log keeps of an import."""
    counts = {name: getattr(run, name) for name in ("created", "changed", "unchanged", "bad")}
    return {"kind": run.kind, "file": run.file_name, "stage": str(run.stage), "trial": run.is_trial, **counts}


def _actor(run: ImportRun) -> Actor:
    """Whoever started it, with the rights of this moment. `Denied` when they may not any more."""
    info = staff().agents.get(run.agent_id) if run.agent_id else None
    if run.agent_id is None:
        return SYSTEM.through(Via.IMPORT)
    if info is None or not info.is_active:
        raise Refused(_("Whoever started the import works here no longer."))
    actor = actor_of_agent(info, Via.IMPORT)
    require_import(actor)
    return actor


def _taken(actor: Actor, run: ImportRun, lines: Sequence[Line]) -> list[Outcome]:
    """What became of each line: twins and unreadable cells are bad before the rules see them."""
    kind = kind_called(run.kind)
    reader = _reader(run, kind)
    found: list[Outcome | None] = []
    rows: list[Brought] = []
    for line in lines:
        try:
            if line.twin:
                told = _("Line %(n)s of the file is about the same one.") % {"n": line.twin}
                raise Invalid({TWIN: told})
            rows.append(reader.brought(line.cells))
            found.append(None)
        except Invalid as error:
            found.append(Outcome(What.BAD, error.fields))
    manner = Manner(source=str(run.uid), is_trial=run.is_trial, makes=run.makes)
    taken = iter(kind.bring(actor, rows, manner))
    return [one if one is not None else next(taken) for one in found]


def _count(run: ImportRun, lines: Sequence[Line], outcomes: Sequence[Outcome], place: int) -> None:
    for outcome in outcomes:
        setattr(run, outcome.what, getattr(run, outcome.what) + 1)
    run.done += len(lines)
    run.place = place
    BadRow.objects.bulk_create(
        [
            BadRow(run=run, line=line.number, cells=list(line.cells), problems=dict(outcome.problems))
            for line, outcome in zip(lines, outcomes, strict=True)
            if outcome.what is What.BAD
        ],
        batch_size=200,
    )


def _reader(run: ImportRun, kind: Kind) -> Reader:
    return reader_of(kind.columns(), run.mapping, clears=run.clears)


def _fail(pk: int, problem: str) -> None:
    run = ImportRun.objects.select_for_update().get(pk=pk)
    if run.stage == Stage.RUNNING:
        finish(run, SYSTEM.through(Via.IMPORT), Stage.FAILED, problem)
