"""Bringing a table in from the command line."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from otklik.core import worker
from otklik.core.actors import Via
from otklik.core.errors import NotFound, Refused
from otklik.importing import commands
from otklik.importing.kinds import open_kinds
from otklik.importing.queries import all_bad, bad_rows_file, is_stuck
from otklik.importing.running import LANE
from otklik.people.actor import SYSTEM, Actor

if TYPE_CHECKING:
    from otklik.importing.models import ImportRun

PIECE = 1024 * 1024
PAUSE = 0.2


@dataclass(frozen=True)
class Asked:
    """What was asked for: the file, what is in it, what columns mean (`HEADING=FIELD`), how it is taken."""

    file: Path
    kind: str
    columns: Sequence[str] = ()
    sheet: str = ""
    is_trial: bool = False
    clears: bool = False
    makes: bool = True
    bad_rows: Path | None = None


def run(asked: Asked) -> int:
    """Bring it in and report; the exit code."""
    actor = SYSTEM.through(Via.IMPORT)
    import_ = _described(actor, asked)
    pairs = zip(import_.headings, import_.mapping, strict=True)
    print("; ".join(f"{heading} = {field or '(left out)'}" for heading, field in pairs), file=sys.stderr)
    _take(commands.start(actor, import_, is_trial=asked.is_trial))
    import_.refresh_from_db()
    return _report(import_, asked.bad_rows)


def _described(actor: Actor, asked: Asked) -> ImportRun:
    try:
        with asked.file.open("rb") as file:
            pieces = iter(lambda: file.read(PIECE), b"")
            import_ = commands.upload(actor, asked.file.name, pieces, kind=asked.kind)
    except OSError as error:
        raise Refused(f"{asked.file}: {error.strerror}") from error
    except NotFound:
        kinds = ", ".join(kind.key for kind in open_kinds())
        raise Refused(f"There is no kind {asked.kind!r}. There are: {kinds}") from None
    said = commands.Description(asked.kind, None, asked.sheet, clears=asked.clears, makes=asked.makes)
    import_ = commands.describe(actor, import_, said)
    if asked.columns:
        mapping = _mapping(import_, asked.columns)
        import_ = commands.describe(actor, import_, replace(said, mapping=mapping))
    return import_


def _mapping(import_: ImportRun, said: Sequence[str]) -> list[str]:
    """The guessed columns, those changed that were named."""
    mapping = list(import_.mapping)
    for pair in said:
        heading, equals, field = pair.rpartition("=")
        if not equals or heading not in import_.headings:
            raise Refused(f"There is no column {heading or pair!r}. There are: {', '.join(import_.headings)}")
        mapping[import_.headings.index(heading)] = field
    return mapping


def _take(import_: ImportRun) -> None:
    """Do its jobs here; a worker that lives helps. A job that failed waits for its next try."""
    while import_.stage == "running":
        worker.drain([LANE], failing=True)
        import_.refresh_from_db()
        if is_stuck(import_):
            raise Refused("It failed too often: see Settings, Background work.")
        if import_.stage == "running":
            time.sleep(PAUSE)


def _report(import_: ImportRun, bad_rows: Path | None) -> int:
    counts = f"created {import_.created}, changed {import_.changed}"
    print(f"{counts}, unchanged {import_.unchanged}, bad {import_.bad}")
    for line, why in all_bad(import_):
        print(f"line {line}: {why}", file=sys.stderr)
    if import_.problem:
        print(import_.problem, file=sys.stderr)
    if bad_rows is not None and import_.bad:
        with bad_rows.open("wb") as out:
            out.writelines(bad_rows_file(SYSTEM, import_)[2])
    return 1 if import_.bad or import_.problem else 0
