"""An import, its bad rows, and what its columns meant."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.models import Blob, StoredFile
from otklik.importing.enums import Stage
from otklik.people.models import Agent


class ImportRun(models.Model):
    """A file that is brought in: whose, what it holds, how far it has come.

    `source` says how the file is read (`tables.opening.Source`), `mapping` which field each column means. The
    first job reads the file into `rows`: one row a line, whatever the file was; the others take batches from
    there, `place` being the byte at which the next one begins. The counts are of the last pass, a trial or
    the real one. The file, its rows and the bad rows are forgotten after a while; the line and counts stay.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=32)
    stage = models.CharField(max_length=16, default=Stage.NEW)
    is_trial = models.BooleanField(default=True)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, default="ru")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    source = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    clears = models.BooleanField(default=False)
    makes = models.BooleanField(default=True)
    rows = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField(default=0)
    place = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name


class BadRow(models.Model):
    """A row that could not be taken: its line in the file, its cells as given, what is wrong by field."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="bad_rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    problems = models.JSONField(default=dict)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="bad_row_line")]

    def __str__(self) -> str:
        return f"line {self.line}"


class ColumnMemory(models.Model):
    """Which field a heading meant when it was last chosen by hand; empty: the column was left out."""

    kind = models.CharField(max_length=32)
    heading_key = models.CharField(max_length=200)
    field = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "heading_key"], name="column_memory")]

    def __str__(self) -> str:
        return f"{self.heading_key}: {self.field}"
