"""Words of the package that rows keep."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far a trial or a taking back has come."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    OUTDATED = "outdated"  # the rules were changed meanwhile
