"""A version of a rule in words: who made it, when, what differs from the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otklik.core.actors import ActorKind
from otklik.people.queries import staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otklik.automation.explaining.versions import Difference, Step


@dataclass(frozen=True)
class Told:
    """A version in words."""

    number: int
    who: str
    who_key: int
    at: datetime
    is_current: bool
    differences: Sequence[Difference]


def told_of(step: Step) -> Told:
    """A version with who made it."""
    by = step.event if step.event is not None and step.event.actor_kind == ActorKind.AGENT else None
    agent = staff().agents.get(by.actor_id or 0) if by is not None else None
    return Told(
        number=step.version.number,
        who=agent.name if agent else "Otklik",
        who_key=agent.id if agent else 0,
        at=step.version.at,
        is_current=step.is_current,
        differences=step.differences,
    )
