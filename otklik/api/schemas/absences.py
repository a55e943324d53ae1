"""Absences, shifts, and why a ticket came to whom, as they go in and out."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Input, Moment, Plain
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID, Coded, Named, agent_ref, team_ref
from otklik.people.presence import LONGEST_CYCLE

if TYPE_CHECKING:
    from otklik.people.models import Absence, ShiftPlan
    from otklik.tickets.queries.reasons import Step
    from otklik.tickets.turns import Told

Spans = Annotated[
    list[Annotated[list[Annotated[int, Field(ge=0, le=2880)]], Field(min_length=2, max_length=2)]],
    Field(max_length=12),
]
"""Minutes since midnight, from and to; past 1440 it runs into the next day."""


class AbsenceOut(BaseModel):
    """An employee is away."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    agent: Named | None = Field(description=_("Who is away."))
    kind: str = Field(description=_("vacation, sick or other."), examples=["vacation"])
    starts_at: datetime = Field(description=_("From when on."))
    ends_at: datetime | None = Field(description=_("Null: until further notice."))
    stand_in: Named | None = Field(description=_("Who answers meanwhile."))


class Absences(Listed):
    """A page of absences, by their beginning."""

    items: list[AbsenceOut]


class AbsencePatch(Input):
    """What is left out stays."""

    kind: Literal["vacation", "sick", "other"] | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = Field(default=None, description=_("Null: until further notice."))
    note: Plain | None = Field(default=None, max_length=200)
    stand_in: UUID | None = Field(default=None, description=_("uid of an agent."))


class AbsenceIn(AbsencePatch):
    """A new absence."""

    agent: UUID = Field(description=_("uid of an agent."), examples=[EXAMPLE_UID])
    kind: Literal["vacation", "sick", "other"] = "vacation"
    starts_at: Moment


class ShiftPlanOut(BaseModel):
    """Shifts that repeat from a date on."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    begins: date = Field(description=_("The first day of the first round."))
    ends: date | None = Field(description=_("The last day; null: on and on."))
    days: list[list[list[int]]] = Field(
        description=_("The spans of each day of a round, in minutes since midnight."),
        examples=[[[[540, 1080]], [[540, 1080]], [], []]],
    )
    keeps_holidays: bool = Field(description=_("Days the calendar closes are free."))


class ShiftPlans(BaseModel):
    """Every plan of an employee, by its beginning."""

    items: list[ShiftPlanOut]


class ShiftPlanIn(Input):
    """A plan; one that begins on the same date is replaced."""

    begins: date = Field(description=_("Of a week: a Monday."), examples=["2026-11-23"])
    ends: date | None = None
    days: list[Spans] = Field(
        min_length=1,
        max_length=LONGEST_CYCLE,
        description=_("The spans of each day of a round, in minutes since midnight."),
        examples=[[[[540, 1080]], [[540, 1080]], [], []]],
    )
    keeps_holidays: bool = True


class WeighedOut(BaseModel):
    """A member of the team when somebody was chosen."""

    agent: Named | None
    load: int = Field(description=_("Open tickets then."))
    limit: int | None = Field(description=_("The most they may have; null: any."))
    weight: int = Field(description=_("Their share in per cent of a full one."), examples=[100])
    why: str = Field(
        description=_("chosen, later, busier, just_given, absent, off_shift, full, no_share or had_it."),
        examples=["chosen"],
    )


class AssignmentOut(BaseModel):
    """A step by which a ticket came to somebody or left them."""

    at: datetime
    how: str = Field(
        description=_(
            "turn, rule, hand, taken; returned, passed_on, unopened, gone; "
            "all_full, nobody_here, nobody: it stayed with the team."
        ),
        examples=["turn"],
    )
    agent: Named | None = Field(description=_("Whom it came to or left."))
    team: Coded | None = Field(description=_("The team it was in."))
    why: str = Field(description=_("What decided, as the history keeps it."), examples=["turn:round_robin"])
    candidates: list[WeighedOut] = Field(description=_("Who was weighed, where the team's turn decided."))


class Assignments(BaseModel):
    """How a ticket came to whom, the newest first."""

    items: list[AssignmentOut]


def absence_out(row: Absence) -> AbsenceOut:
    """An absence; its note is for who entered it alone."""
    return AbsenceOut(
        uid=row.uid,
        agent=agent_ref(row.agent_id),
        kind=row.kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stand_in=agent_ref(row.stand_in_id),
    )


def shift_plan_out(row: ShiftPlan) -> ShiftPlanOut:
    """A plan as it is stored."""
    return ShiftPlanOut(
        uid=row.uid, begins=row.begins, ends=row.ends, days=row.days, keeps_holidays=row.keeps_holidays
    )


def assignment_out(step: Step) -> AssignmentOut:
    """A step with its candidates."""
    return AssignmentOut(
        at=step.at,
        how=step.how or step.outcome,
        agent=agent_ref(step.agent_id),
        team=team_ref(step.team_id),
        why=step.why,
        candidates=[_weighed(one) for one in step.weighed],
    )


def _weighed(one: Told) -> WeighedOut:
    return WeighedOut(
        agent=agent_ref(one.agent_id), load=one.load, limit=one.limit, weight=one.weight, why=one.why
    )
