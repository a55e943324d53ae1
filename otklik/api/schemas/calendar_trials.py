"""Calendars tried on past and open tickets."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.calendars import CalendarPatch
from otklik.api.schemas.inputs import Input
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.automation.trials.calendar_rows import NOW, THEN, moved, sums_of
from otklik.organisation.calendars import code_of_calendar

if TYPE_CHECKING:
    from otklik.rules.models import Trial, TrialRow

VALUES = {"weeks": [{"days": ["09:00-18:00"] * 5 + ["", ""]}]}


class CalendarTrialIn(Input):
    """A draft of a calendar and the days it is tried on."""

    calendar: str | None = Field(
        default=None,
        max_length=40,
        description=_("The code of the calendar it changes; null: a new one."),
        examples=["weekdays"],
    )
    values: CalendarPatch = Field(
        description=_("As for adding or changing a calendar; what is left out stays."), examples=[VALUES]
    )
    days: Literal[7, 30, 90] = Field(default=30, description=_("How far back."))


class CalendarTrialOut(BaseModel):
    """How far a trial of a calendar has come and what it has found."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    calendar: str | None = Field(description=_("Null: a new one."), examples=["weekdays"])
    stage: str = Field(
        description=_("running, done, stopped, or outdated: calendars or deadlines were changed meanwhile."),
        examples=["done"],
    )
    days: int
    total: int = Field(description=_("Tickets of those days and open ones."), examples=[1652])
    done: int = Field(description=_("Tickets counted so far."), examples=[1652])
    taken: int = Field(description=_("Tickets whose deadlines count by it."), examples=[812])
    changed: int = Field(description=_("Tickets that come out otherwise."), examples=[214])
    moved: int = Field(description=_("Open deadlines that move on saving."), examples=[40])
    late_at_once: int = Field(description=_("Of them late at once."), examples=[2])
    warnings: int = Field(description=_("Warnings told at once on saving."), examples=[3])
    breaches: int = Field(description=_("Breaches told at once on saving."), examples=[2])
    letters: int = Field(description=_("Letters about them."), examples=[9])
    otherwise: int = Field(description=_("Deadlines that would have been others."), examples=[230])
    would_be_kept: int = Field(description=_("Late then, in time by the draft."), examples=[12])
    would_be_late: int = Field(description=_("In time then, late by the draft."), examples=[4])
    finished_at: datetime | None


class DeadlineMoved(BaseModel):
    """A deadline before and after; null: the clock stands, or there is no working time."""

    promise: str = Field(description=_("reaction, resolution or answer."), examples=["resolution"])
    run: int = Field(description=_("Which answer, from 1."), examples=[1])
    due_before: datetime | None
    due_after: datetime | None
    late_before: bool
    late_after: bool


class CalendarTrialTicket(BaseModel):
    """A ticket with deadlines that come out otherwise."""

    number: str = Field(examples=["INC1042"])
    on_saving: list[DeadlineMoved] = Field(description=_("What saving moves; of open tickets."))
    had_it_been: list[DeadlineMoved] = Field(description=_("What would have been, of tickets of those days."))


class CalendarTrialTickets(Listed):
    """Those the reader may see, newest first."""

    items: list[CalendarTrialTicket]


def calendar_trial_out(trial: Trial) -> CalendarTrialOut:
    """As a program reads it."""
    sums = sums_of(trial)
    return CalendarTrialOut(
        uid=trial.uid,
        calendar=code_of_calendar(trial.rule_id),
        stage=trial.stage,
        days=trial.days,
        total=trial.total,
        done=trial.done,
        taken=trial.taken,
        changed=trial.changed,
        moved=sums["now_deadlines"],
        late_at_once=sums["now_late"],
        warnings=sums["warnings"],
        breaches=sums["breaches"],
        letters=sums["letters"],
        otherwise=sums["then_deadlines"],
        would_be_kept=sums["then_kept"],
        would_be_late=sums["then_late"],
        finished_at=trial.finished_at,
    )


def calendar_trial_ticket_out(row: TrialRow) -> CalendarTrialTicket:
    """As a program reads it."""
    return CalendarTrialTicket(
        number=row.ticket.number, on_saving=_moved(row, NOW), had_it_been=_moved(row, THEN)
    )


def _moved(row: TrialRow, part: str) -> list[DeadlineMoved]:
    return [
        DeadlineMoved(
            promise=one.kind,
            run=one.run,
            due_before=one.before,
            due_after=one.after,
            late_before=one.was_late,
            late_after=one.is_late,
        )
        for one in moved(row, part)
    ]
