"""Saying what a file is and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid, NotPossible
from otklik.importing.access import require_import
from otklik.importing.enums import Stage
from otklik.importing.guessing import guessed
from otklik.importing.kinds import Kind, kind_called
from otklik.importing.looking import table_of
from otklik.importing.models import BadRow, ColumnMemory, ImportRun
from otklik.importing.reading import kept_source
from otklik.importing.tables.headings import heading_key
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Description:
    """What a file is. `mapping`: a field for each column, empty for one left out; None: guess it."""

    kind: str
    mapping: Sequence[str] | None = None
    sheet: str = ""
    clears: bool = False
    makes: bool = True


@transaction.atomic
def describe(actor: Actor, run: ImportRun, said: Description) -> ImportRun:
    """Set what an import is, before it is started; what was tried before counts no longer.

    Needs `importing.run`. What was chosen is remembered for the next file with such headings. `Invalid` for
    an unknown field, one that stands twice, or none at all; `NotPossible` for one that runs or is done.
    """
    require_import(actor)
    row = ImportRun.objects.select_for_update(of=("self",)).select_related("file__blob").get(pk=run.pk)
    if row.stage in (Stage.RUNNING, Stage.DONE) or row.file is None:
        raise NotPossible(_("This import runs already, or is done. Send the file once more."))
    kind = kind_called(said.kind)
    if said.sheet and said.sheet != row.source.get("sheet"):
        _turn_to(row, said.sheet)
    mapping = said.mapping
    if mapping is None or len(mapping) != len(row.headings) or said.kind != row.kind:
        mapping = guessed(row.headings, kind)
    else:
        _check(kind, mapping)
        _remember(kind, row.headings, mapping)
    row.kind, row.mapping, row.clears, row.makes = said.kind, list(mapping), said.clears, said.makes
    row.stage, row.rows = Stage.NEW, None
    reset(row)
    row.save()
    return row


def reset(row: ImportRun) -> None:
    """Forget what the last pass counted; the caller saves."""
    BadRow.objects.filter(run=row).delete()
    row.place = row.done = row.created = row.changed = row.unchanged = row.bad = 0
    row.problem, row.started_at, row.finished_at = "", None, None


def _turn_to(row: ImportRun, sheet: str) -> None:
    table = table_of(row, sheet)
    row.source, row.headings = kept_source(table.source), list(table.headings)


def _check(kind: Kind, mapping: Sequence[str]) -> None:
    known: Mapping[str, str] = {column.name: str(column.heading) for column in kind.columns()}
    chosen = [name for name in mapping if name]
    for name in chosen:
        if name not in known:
            raise Invalid({"mapping": _("There is no field “%(name)s”.") % {"name": name}})
        if chosen.count(name) > 1:
            raise Invalid({"mapping": _("“%(name)s” is chosen for two columns.") % {"name": known[name]}})
    if not chosen:
        raise Invalid({"mapping": _("Say what at least one column means.")})


def _remember(kind: Kind, headings: Sequence[str], mapping: Sequence[str]) -> None:
    """Headings that stand twice, or are empty, say nothing."""
    keys = [heading_key(heading) for heading in headings]
    rows = [
        ColumnMemory(kind=kind.key, heading_key=key, field=name)
        for key, name in zip(keys, mapping, strict=True)
        if key and keys.count(key) == 1
    ]
    ColumnMemory.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "heading_key"], update_fields=["field"]
    )
