"""Reads about imports: the list, what a file will become, its bad rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.translation import gettext as _

from otklik.clients.commands.bringing import Manner, Outcome, What
from otklik.core.cursors import Sorted, page_of
from otklik.core.errors import Invalid
from otklik.core.models.job import Job
from otklik.core.paging import Order, Page
from otklik.importing.access import require_import
from otklik.importing.enums import Stage
from otklik.importing.kinds import Kind, kind_called
from otklik.importing.looking import table_of
from otklik.importing.models import BadRow, ImportRun
from otklik.importing.output import own_source, table_bytes
from otklik.importing.reading import source_of
from otklik.importing.rows import reader_of
from otklik.importing.running import timer_key
from otklik.importing.tables.headings import heading_key
from otklik.importing.tables.opening import Form, Row
from otklik.people.actor import Actor

BY_AGE = Sorted((Order("-id"),), (int,))
BY_LINE = Sorted((Order("line"),), (int,))


@dataclass(frozen=True)
class Shown:
    """A row of the file as it will be: the line, its cells, what would become of it, why not; what the one it
    changes is called, where the line calls it otherwise."""

    line: int
    cells: Sequence[str]
    what: What
    why: str
    found: str = ""


def runs_page(actor: Actor, *, after: str = "", limit: int = 30) -> Page[ImportRun]:
    """The imports, newest first. Needs `importing.run`."""
    require_import(actor)
    rows = ImportRun.objects.select_related("agent")
    if after:
        rows = rows.filter(BY_AGE.behind(after))
    return page_of(list(rows.order_by(*BY_AGE.expressions)[: limit + 1]), BY_AGE, limit)


def preview(actor: Actor, run: ImportRun, limit: int = 10) -> Sequence[Shown]:
    """The first rows with what would become of them. Nothing is written. `Invalid` for an unreadable file."""
    require_import(actor)
    kind = kind_called(run.kind)
    reader = reader_of(kind.columns(), run.mapping, clears=run.clears)
    shown: list[Shown] = []
    for row in table_of(run).first[:limit]:
        try:
            manner = Manner(is_trial=True, makes=run.makes)
            (outcome,) = kind.bring(actor, [reader.brought(row.cells)], manner)
        except Invalid as error:
            outcome = Outcome(What.BAD, error.fields)
        shown.append(_shown(row, outcome, kind))
    return shown


def first_bad(run: ImportRun, limit: int = 50) -> Sequence[tuple[int, str]]:
    """Line and reason of the first rows that could not be taken."""
    return list(islice(all_bad(run), limit))


def all_bad(run: ImportRun) -> Iterator[tuple[int, str]]:
    """Line and reason of every row that could not be taken, in the order of the file."""
    kind = kind_called(run.kind)
    for row in run.bad_rows.order_by("line").iterator(chunk_size=500):
        yield row.line, reason_of(row.problems, kind)


def bad_rows_file(actor: Actor, run: ImportRun) -> tuple[str, Form, Iterator[bytes]]:
    """Name, form and bytes of the bad rows: columns as they were sent, then line and reason; ready to be
    mended and sent again. Needs `importing.run`."""
    require_import(actor)
    source = source_of(run.source)
    # A workbook is written with one sheet; a file in UTF-8 without a mark gets one, or Excel misreads it.
    source = replace(source, encoding="utf-8-sig" if source.encoding == "utf-8" else source.encoding)
    stem, what = run.file_name.rpartition(".")[0] or run.file_name, _("to be mended")
    return f"{stem} - {what}.{source.form}", source.form, table_bytes(_bad_rows(run), source)


def sample_file(kind: Kind, form: Form, language: str) -> Iterator[bytes]:
    """The headings of a kind in this language, and one row as an example."""
    columns = kind.columns()
    rows = [
        [column.heading.text(language) for column in columns],
        [column.example.text(language) for column in columns],
    ]
    return table_bytes(rows, own_source(form, language))


def bad_rows_page(run: ImportRun, *, after: str = "", limit: int = 50) -> Page[BadRow]:
    """A page of the rows that could not be taken, in the order of the file."""
    rows = BadRow.objects.filter(run=run)
    if after:
        rows = rows.filter(BY_LINE.behind(after))
    return page_of(list(rows.order_by(*BY_LINE.expressions)[: limit + 1]), BY_LINE, limit)


def is_stuck(run: ImportRun) -> bool:
    """Whether the queue gave the import up after too many failures."""
    if run.stage != Stage.RUNNING:
        return False
    return Job.objects.filter(key=timer_key(run), dead_at__isnull=False).exists()


def reason_of(problems: Mapping[str, str], kind: Kind) -> str:
    """What is wrong with a row, column by column, in one line."""
    titles = {column.name: str(column.heading) for column in kind.columns()}
    parts = [f"{titles[name]}: {words}" if name in titles else words for name, words in problems.items()]
    return "; ".join(part.rstrip(".") for part in parts) + "." if parts else ""


def _bad_rows(run: ImportRun) -> Iterator[Sequence[str]]:
    kind = kind_called(run.kind)
    added = {heading_key(title): title for title in (_("Line"), _("Reason"))}
    # A file that was mended and sent again has the two columns already.
    kept = [place for place, title in enumerate(run.headings) if heading_key(title) not in added]
    yield [*(run.headings[place] for place in kept), *added.values()]
    for row in BadRow.objects.filter(run=run).order_by("line").iterator(chunk_size=500):
        cells = [row.cells[place] if place < len(row.cells) else "" for place in kept]
        yield [*cells, str(row.line), reason_of(row.problems, kind)]


def _shown(row: Row, outcome: Outcome, kind: Kind) -> Shown:
    why, found = reason_of(outcome.problems, kind), outcome.found
    return Shown(row.line, row.cells, outcome.what, why, "" if found in row.cells else found)
