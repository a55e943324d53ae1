"""Starting, stopping, going on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.errors import Invalid, NotPossible
from otklik.core.events import Subject, record
from otklik.core.timers import cancel_timer, set_timer
from otklik.importing.access import require_import
from otklik.importing.commands.describe import reset
from otklik.importing.enums import Stage
from otklik.importing.events import IMPORT_STARTED
from otklik.importing.kinds import kind_called
from otklik.importing.kinds.columns import EXTERNAL
from otklik.importing.models import ImportRun
from otklik.importing.running import READ, TAKE, finish, timer_key, told_of
from otklik.people.actor import Actor


@transaction.atomic
def start(actor: Actor, run: ImportRun, *, is_trial: bool) -> ImportRun:
    """Try every row without writing, or bring all of them in, in the background. Needs `importing.run`.

    Writes `import.started`. `Invalid` when no column means the name or the external id; `NotPossible` for one
    that runs or is done.
    """
    require_import(actor)
    row = _locked(run)
    if row.stage in (Stage.RUNNING, Stage.DONE) or row.file_id is None:
        raise NotPossible(_("This import runs already, or is done. Send the file once more."))
    columns = kind_called(row.kind).columns()
    if not {EXTERNAL, *(column.name for column in columns if column.is_required)} & set(row.mapping):
        raise Invalid({"mapping": _("Choose the column with the name, the number or the external id.")})
    reset(row)
    row.stage, row.is_trial, row.started_at = Stage.RUNNING, is_trial, clock.now()
    row.agent_id, row.language = actor.agent_id, (get_language() or "ru").split("-")[0]
    row.save()
    record(IMPORT_STARTED, actor.ref, Subject("import", row.pk), data=told_of(row))
    _push(row)
    return row


@transaction.atomic
def stop(actor: Actor, run: ImportRun) -> ImportRun:
    """Stop an import that runs: what was written stays, the rest is not taken. Needs `importing.run`. Writes
    `import.finished`."""
    require_import(actor)
    row = _locked(run)
    if row.stage != Stage.RUNNING:
        raise NotPossible(_("This import does not run."))
    cancel_timer(timer_key(row))
    finish(row, actor, Stage.NEW if row.is_trial else Stage.STOPPED)
    return row


@transaction.atomic
def go_on(actor: Actor, run: ImportRun) -> ImportRun:
    """Take a stopped import up again where it stopped. Needs `importing.run`. Writes `import.started`."""
    require_import(actor)
    row = _locked(run)
    if row.stage != Stage.STOPPED or row.file_id is None:
        raise NotPossible(_("This import was not stopped."))
    row.stage, row.finished_at, row.agent_id = Stage.RUNNING, None, actor.agent_id
    row.save()
    record(IMPORT_STARTED, actor.ref, Subject("import", row.pk), data=told_of(row))
    _push(row)
    return row


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run.pk)


def _push(row: ImportRun) -> None:
    set_timer(timer_key(row), TAKE if row.rows_id else READ, clock.now(), {"run": row.pk})
