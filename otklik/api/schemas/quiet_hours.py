"""Hours without letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, StringConstraints

from otklik.api.schemas.inputs import Input
from otklik.organisation import settings

if TYPE_CHECKING:
    from otklik.people.queries import AgentInfo

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class QuietHours(BaseModel):
    """Every day, by the employee's own clock, past midnight where they end before they begin."""

    begins: str | None = Field(description=_("From when; null: there are none."), examples=["22:00"])
    ends: str | None = Field(description=_("Until when."), examples=["08:00"])
    time_zone: str = Field(description=_("IANA name of their clock."), examples=["Europe/Moscow"])


class QuietHoursIn(Input):
    """Both, or neither for no quiet hours."""

    begins: Clock | None = Field(default=None, description=_("From when."), examples=["22:00"])
    ends: Clock | None = Field(default=None, description=_("Until when; another moment."), examples=["08:00"])


def quiet_hours(agent: AgentInfo) -> QuietHours:
    """Those of an employee."""
    begins, _dash, ends = agent.quiet.partition("-")
    return QuietHours(
        begins=begins or None, ends=ends or None, time_zone=agent.time_zone or settings.TIME_ZONE.get()
    )
