"""Timed work of custom fields."""

from __future__ import annotations

from otklik.core.models import Job
from otklik.core.reacting import timer
from otklik.fields.commands import fill_index as fill


@timer(lane="default")
def fill_index(job: Job) -> None:
    """The next batch of a field's index."""
    fill(int(job.payload["field"]), int(job.payload["after"]))
