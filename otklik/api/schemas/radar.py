"""Promises that will be broken, and who could keep them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from otklik.api.schemas.inputs import Input, Number, Word
from otklik.api.schemas.refs import EXAMPLE_UID, Named, agent_ref
from otklik.automation.radar.moving import MOST
from otklik.web.radar_words import cause, move_words

if TYPE_CHECKING:
    from otklik.automation.radar.reading import Item, Radar

_EXAMPLE: dict[str, JsonValue] = {"number": "INC1042", "version": 4, "agent": EXAMPLE_UID}


class RadarQuery(Input):
    """Of which team."""

    team: Word = Field(description=_("Code of a team."), examples=["it"])


class MoveOut(BaseModel):
    """Who could keep the promise."""

    agent: Named | None
    ready_at: datetime | None = Field(description=_("When it would be kept."))
    why: str = Field(description=_("In words."), examples=["in time by 15:10, 40 min to spare"])


class PromiseOut(BaseModel):
    """A promise that will be broken."""

    number: str = Field(description=_("The ticket."), examples=["INC1042"])
    version: int = Field(description=_("The version that was looked at; send it with a move."), examples=[4])
    subject: str = Field(examples=["The printer blinks"])
    assignee: Named | None
    due_at: datetime | None
    kind: str = Field(description=_("answer or resolution."), examples=["resolution"])
    ready_at: datetime | None = Field(description=_("When it will be kept; null: not in sight."))
    ahead: int = Field(description=_("Tickets before this one."), examples=[6])
    ahead_minutes: int = Field(description=_("What those take, in working time."), examples=[150])
    needs_minutes: int = Field(description=_("What a ticket of its team and type takes."), examples=[25])
    cases: int = Field(
        description=_("Of how many closed tickets that is the median; 0: assumed."), examples=[31]
    )
    left_minutes: int = Field(description=_("Working time of who has it until it is due."), examples=[95])
    why: str = Field(description=_("The cause in words."))
    move: MoveOut | None = Field(default=None, description=_("Who could still keep it; null: nobody."))


class RadarOut(BaseModel):
    """What a team has before it in four working hours."""

    until: datetime = Field(description=_("Four working hours of the team from now."))
    promises: int = Field(description=_("How many fall due until then."), examples=[12])
    items: list[PromiseOut] = Field(description=_("Those that will be broken, the nearest first."))


class MoveIn(Input):
    """A ticket and who is to have it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    number: Number = Field(description=_("The ticket."), examples=["INC1042"])
    version: int = Field(
        ge=1, le=2_000_000_000, description=_("The version that was looked at."), examples=[4]
    )
    agent: UUID = Field(description=_("uid of an agent."), examples=[EXAMPLE_UID])


class RebalanceIn(Input):
    """Tickets of a team's radar to be given anew."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"team": "it", "moves": [_EXAMPLE]}]})

    team: Word = Field(description=_("Code of a team."), examples=["it"])
    moves: list[MoveIn] = Field(min_length=1, max_length=MOST)


def radar_out(look: Radar) -> RadarOut:
    """The radar for a program."""
    return RadarOut(until=look.until, promises=look.promises, items=[_promise(one) for one in look.items])


def _promise(item: Item) -> PromiseOut:
    row, seen, move = item.row, item.seen, item.move
    told = MoveOut(agent=agent_ref(move.to), ready_at=move.ready, why=move_words(move)) if move else None
    return PromiseOut(
        number=row.number,
        version=row.version,
        subject=row.subject,
        assignee=agent_ref(row.assignee_id),
        due_at=seen.work.due,
        kind="answer" if seen.work.answer else "resolution",
        ready_at=seen.ready,
        ahead=seen.ahead,
        ahead_minutes=int(seen.ahead_time.total_seconds() // 60),
        needs_minutes=int(item.takes.time.total_seconds() // 60),
        cases=item.takes.cases,
        left_minutes=int(seen.left.total_seconds() // 60),
        why=cause(seen, item.takes),
        move=told,
    )
