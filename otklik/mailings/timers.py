"""Timed work of mass messages."""

from __future__ import annotations

from otklik.core.models import Job
from otklik.core.reacting import timer
from otklik.mailings.commands import hand_over_next


@timer(lane="default")
def hand_over(_job: Job) -> None:
    """The next letters of whatever is running."""
    hand_over_next()
