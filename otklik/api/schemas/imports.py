"""Imports of clients and canned replies."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Input, Word
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID

if TYPE_CHECKING:
    from otklik.importing.models import ImportRun

KindName = Literal["companies", "contacts", "sites", "assets", "contracts", "periods", "canned"]


class ImportIn(Input):
    """A file that was uploaded to `/files`, and what is in it."""

    file: UUID = Field(description=_("The uid of the upload: .xlsx or .csv."), examples=[EXAMPLE_UID])
    kind: KindName = Field(description=_("What is in the file."), examples=["companies"])
    trial: bool = Field(default=True, description=_("Try every row and write nothing."))
    mapping: dict[Word, Word] = Field(
        default_factory=dict,
        max_length=200,
        description=_("Heading → field, where the heading does not say it; an empty field leaves it out."),
        examples=[{"Firm": "name"}],
    )
    sheet: Word = Field(default="", description=_("Which sheet of a workbook; the first by default."))
    clears: bool = Field(default=False, description=_("Empty cells clear what stands."))
    makes: bool = Field(
        default=True, description=_("Add types, makers, models and folders that are not known.")
    )


class ImportOut(BaseModel):
    """How far an import has come."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    kind: str = Field(examples=["companies"])
    file_name: str = Field(examples=["companies.xlsx"])
    stage: str = Field(description=_("new, running, checked, done, failed or stopped."), examples=["running"])
    trial: bool
    mapping: list[str] = Field(description=_("The field of each column; empty: left out."))
    total: int = Field(description=_("Rows; 0 until the file is read."), examples=[5000])
    done: int = Field(examples=[1500])
    created: int
    changed: int
    unchanged: int
    bad: int
    problem: str = Field(description=_("Why it could not go on; empty when it did."))
    created_at: datetime
    finished_at: datetime | None


class BadRowOut(BaseModel):
    """A row that could not be taken."""

    line: int = Field(description=_("Its number in the file."), examples=[7])
    cells: list[str] = Field(description=_("As they were sent."))
    problems: dict[str, str] = Field(description=_("By field; an empty field is the whole row."))


class BadRows(Listed):
    """Bad rows in the order of the file."""

    headings: list[str]
    items: list[BadRowOut]


def import_out(run: ImportRun) -> ImportOut:
    """As a program reads it."""
    return ImportOut(
        uid=run.uid,
        kind=run.kind,
        file_name=run.file_name,
        stage=run.stage,
        trial=run.is_trial,
        mapping=run.mapping,
        total=run.total,
        done=run.done,
        created=run.created,
        changed=run.changed,
        unchanged=run.unchanged,
        bad=run.bad,
        problem=run.problem,
        created_at=run.created_at,
        finished_at=run.finished_at,
    )
