"""What a team's members were given, and their shares."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Input, Moment, Word
from otklik.api.schemas.refs import EXAMPLE_UID, Named, agent_ref

if TYPE_CHECKING:
    from otklik.tickets.queries.fairness import Line


class FairnessQuery(Input):
    """Of which team and when; without moments the last thirty days."""

    team: Word = Field(description=_("Code of a team."), examples=["it"])
    since: Moment | None = Field(default=None, description=_("From when; thirty days before the end."))
    until: Moment | None = Field(default=None, description=_("Until when; now."))


class MemberOut(BaseModel):
    """A member of the team, or somebody who had its tickets in the period."""

    agent: Named | None
    is_member: bool = Field(description=_("Still in the team."))
    numbers: dict[str, int] = Field(
        description=_("What came and left, by `how` of a ticket's assignments."), examples=[{"turn": 12}]
    )
    load: int = Field(description=_("Open tickets now."))
    weight: int = Field(description=_("Their share in per cent of a full one."), examples=[100])
    max_load: int | None = Field(description=_("Their own maximum; null: the team's."))
    meant: float = Field(description=_("The part of the turns their share means, 0 to 1."))
    got: float = Field(description=_("The part of the turns they got, 0 to 1."))


class Fairness(BaseModel):
    """The members by name, then who left."""

    items: list[MemberOut]


class ShareIn(Input):
    """What a member gets by turn."""

    agent: UUID = Field(description=_("uid of an agent."), examples=[EXAMPLE_UID])
    weight: int = Field(default=100, ge=0, le=500, description=_("Per cent of a full share."))
    max_load: int | None = Field(default=None, ge=1, le=1000, description=_("Null: the team's maximum."))


class SharesIn(Input):
    """Who is left out keeps theirs."""

    shares: list[ShareIn] = Field(min_length=1, max_length=500)


class ShareOut(BaseModel):
    """A member's share."""

    agent: Named | None
    weight: int
    max_load: int | None


class Shares(BaseModel):
    """Of every member."""

    items: list[ShareOut]


def member_out(line: Line) -> MemberOut:
    """A line of the report."""
    return MemberOut(
        agent=agent_ref(line.agent_id),
        is_member=line.is_member,
        numbers={how.value: number for how, number in line.numbers.items()},
        load=line.load,
        weight=line.share.weight,
        max_load=line.share.max_load,
        meant=line.meant,
        got=line.got,
    )
