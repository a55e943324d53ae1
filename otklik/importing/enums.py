"""Words that stand in the tables of imports."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far an import has come."""

    NEW = "new"  # uploaded; its columns are being named
    RUNNING = "running"
    CHECKED = "checked"  # every row was tried, nothing was written
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # somebody stopped it; what was written stays
