"""Teams that give their tickets, and what members do: for tests of turns, absences and giving back."""

from __future__ import annotations

from datetime import datetime, timedelta

from otklik.core import clock
from otklik.people.actor import Actor
from otklik.people.commands import AbsenceSpec, change_set_up, enter_absence
from otklik.people.enums import AbsenceKind
from otklik.people.models import Absence, Team
from otklik.people.shapes import TEAM
from tests import make


def gives(people: make.Cast, team: Team, mode: str = "round_robin", **values: object) -> Team:
    """The team gives by turn from now on."""
    return change_set_up(people.admin, TEAM, team, {"turn_mode": mode, **values})


def away(
    of: Actor, *, days: int = 3, starts: datetime | None = None, stand_in: Actor | None = None
) -> Absence:
    """They are on vacation, from now on or later."""
    begins = starts or clock.now()
    kind, substitute = AbsenceKind.VACATION, stand_in.agent_id if stand_in else None
    spec = AbsenceSpec(kind, begins, begins + timedelta(days=days), stand_in=substitute)
    return enter_absence(of, of.agent_id or 0, spec)


def claims(people: make.Cast, team: Team, *, on: bool = True) -> Team:
    """Opening a new ticket of the team takes it from now on."""
    return change_set_up(people.admin, TEAM, team, {"claim_by_opening": on})
