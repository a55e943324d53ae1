"""The numbers of the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Input, Word
from otklik.api.schemas.refs import Named, agent_ref

if TYPE_CHECKING:
    from otklik.tickets.board_scope import Scope
    from otklik.tickets.queries.board import Figures, Held, Waiter
    from otklik.tickets.queries.daily import Day


class BoardQuery(Input):
    """Whose tickets."""

    team: Word = Field(
        default="",
        description=_(
            "Code of a team; mine: all of one's teams; all: everything, for who sees all tickets. Without it "
            "mine, or what there is instead."
        ),
        examples=["it"],
    )


class HeldOut(BaseModel):
    """Open tickets of one employee."""

    assignee: Named | None = Field(description=_("null: without an assignee."))
    open: int = Field(examples=[9])
    overdue: int = Field(examples=[1])


class WaiterOut(BaseModel):
    """A ticket whose client waits for an answer."""

    number: str = Field(examples=["INC1042"])
    subject: str = Field(examples=["The printer blinks"])
    assignee: Named | None
    waits_since: datetime


class BoardDayOut(BaseModel):
    """A day, in the time zone of who asks."""

    date: date
    created: int = Field(examples=[26])
    resolved: int = Field(description=_("Done then, and done still."), examples=[29])


class BoardOut(BaseModel):
    """What burns."""

    scope: str = Field(description=_("What was counted: a team's code, mine or all."), examples=["it"])
    open: int = Field(examples=[37])
    usually_open: int | None = Field(
        description=_("The middle of the last four weeks, at this hour of this day; null: not known yet."),
        examples=[32],
    )
    waiting: int = Field(description=_("For our answer."), examples=[6])
    waits_since: datetime | None = Field(description=_("Since when the longest waits."))
    overdue: int = Field(examples=[2])
    worst_due_at: datetime | None = Field(description=_("The deadline that passed first."))
    due_today: int = Field(examples=[5])
    nearest_due_at: datetime | None = Field(description=_("The first deadline left today."))
    unassigned: int = Field(examples=[4])
    postponed: int = Field(examples=[9])
    back_today: int = Field(description=_("Postponed ones that come back today."), examples=[3])
    load: list[HeldOut] = Field(description=_("Who has how much, who has most first."))
    longest_waiting: list[WaiterOut] = Field(description=_("At most ten."))
    days: list[BoardDayOut] = Field(description=_("The last 30, the oldest first, today last."))


def board_out(
    scope: Scope, found: Figures, waiting: Sequence[Waiter], month: Sequence[Day], usual: int | None
) -> BoardOut:
    """The board for a program."""
    return BoardOut(
        scope=scope.code,
        open=found.open,
        usually_open=usual,
        waiting=found.waiting,
        waits_since=found.waits_since,
        overdue=found.overdue,
        worst_due_at=found.worst_due,
        due_today=found.today,
        nearest_due_at=found.nearest_due,
        unassigned=found.unassigned,
        postponed=found.postponed,
        back_today=found.back_today,
        load=[_held(one) for one in sorted(found.held, key=lambda one: (-one.open, one.agent or 0))],
        longest_waiting=[_waiter(one) for one in waiting],
        days=[BoardDayOut(date=day.date, created=day.created, resolved=day.resolved) for day in month],
    )


def _held(one: Held) -> HeldOut:
    return HeldOut(assignee=agent_ref(one.agent), open=one.open, overdue=one.overdue)


def _waiter(one: Waiter) -> WaiterOut:
    return WaiterOut(
        number=one.number, subject=one.subject, assignee=agent_ref(one.assignee_id), waits_since=one.since
    )
