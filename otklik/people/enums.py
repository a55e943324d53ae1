"""The fixed words of absence and of distributing work."""

from __future__ import annotations

from enum import StrEnum


class AbsenceKind(StrEnum):
    """Why somebody is away."""

    VACATION = "vacation"
    SICK = "sick"
    OTHER = "other"


class TurnMode(StrEnum):
    """How a team's tickets find their assignee (ROUTE-5)."""

    MANUAL = "manual"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


class OnAbsence(StrEnum):
    """Which open tickets of a member who goes absent go back to the team."""

    KEEP = "keep"
    UNOPENED = "unopened"
    NOT_BEGUN = "not_begun"
    ALL = "all"
