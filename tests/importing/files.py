"""Tables for tests, and an import from file to end."""

from __future__ import annotations

import io
from collections.abc import Sequence

from otklik.core import worker
from otklik.importing.commands import Description, describe, start, upload
from otklik.importing.models import ImportRun
from otklik.importing.tables.csv_text import csv_bytes
from otklik.importing.tables.workbook import workbook
from otklik.people.actor import Actor

COMPANIES = ("Внешний код", "Название", "ИНН", "Телефон", "Почтовые домены")


def csv_of(rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    """Rows as a CSV file."""
    return b"".join(csv_bytes(rows, encoding, delimiter))


def xlsx_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as a workbook."""
    return b"".join(workbook(rows, "Table"))


def uploaded(actor: Actor, content: bytes, kind: str = "", name: str = "table.csv") -> ImportRun:
    """A file that was sent."""
    return upload(actor, name, io.BytesIO(content), kind=kind)


def brought(
    actor: Actor,
    content: bytes,
    kind: str = "",
    *,
    is_trial: bool = False,
    clears: bool = False,
    mapping: Sequence[str] | None = None,
) -> ImportRun:
    """A file brought in to its end, with columns as guessed or as said."""
    run = uploaded(actor, content, kind)
    if clears or mapping is not None:
        describe(actor, run, Description(run.kind, mapping=mapping, clears=clears))
    start(actor, run, is_trial=is_trial)
    worker.drain()
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Created, changed, unchanged, bad."""
    return run.created, run.changed, run.unchanged, run.bad
