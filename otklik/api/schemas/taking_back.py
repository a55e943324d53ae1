"""What a rule did since a moment, and what taking it back would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Moment
from otklik.api.schemas.pages import Filter
from otklik.api.schemas.refs import Named, agent_ref
from otklik.api.schemas.trials import Value, followers, outside
from otklik.core.actors import ActorKind

if TYPE_CHECKING:
    from otklik.automation.taking_back.planning import Preview, Row, Stays

SINCE = "2026-11-22T09:00:00Z"


class SinceQuery(Filter):
    """From when on."""

    since: Moment = Field(description=_("Everything the rule did since this moment."), examples=[SINCE])


class SinceIn(Input):
    """From when on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"since": SINCE}]})

    since: Moment = Field(description=_("Everything the rule did since this moment."))


class StaysOut(BaseModel):
    """A field that stays as it is."""

    field: str = Field(examples=["status"])
    by: Named | None = Field(description=_("The employee who changed it since; null: another, or nobody."))


class DeedsOfTicket(BaseModel):
    """What would become of one ticket."""

    number: str = Field(examples=["INC1042"])
    now: dict[str, Value] = Field(description=_("What stands in the fields that go back."))
    then: dict[str, Value] = Field(description=_("What they go back to."))
    follow: list[str] = Field(description=_("Who follows it again."))
    unfollow: list[str] = Field(description=_("Who no longer follows it."))
    notes: int = Field(description=_("Notes that go."))
    stays: list[StaysOut]


class DeedsOfRule(BaseModel):
    """What a rule did since a moment, and what taking it back would do."""

    tickets: int = Field(description=_("Tickets it changed."), examples=[214])
    looked: int = Field(description=_("Of these, the latest that were looked at."), examples=[214])
    back: int = Field(description=_("Of those, on how many something goes back."), examples=[209])
    kept: int = Field(description=_("Of those, on how many something stays."), examples=[5])
    letters: int = Field(description=_("Letters that have gone out because of it, and stay."), examples=[20])
    calls: int = Field(description=_("How often it called another program."), examples=[0])
    made: int = Field(description=_("Tickets it registered, which stay."), examples=[0])
    items: list[DeedsOfTicket] = Field(description=_("The latest, of those the reader may see."))


def deeds_out(found: Preview) -> DeedsOfRule:
    """References as they leave the installation."""
    deeds = found.deeds
    return DeedsOfRule(
        tickets=found.number,
        looked=found.looked,
        back=found.back,
        kept=found.kept,
        letters=deeds.letters,
        calls=deeds.calls,
        made=deeds.made,
        items=[_ticket(row) for row in found.rows],
    )


def _ticket(row: Row) -> DeedsOfTicket:
    back = row.plan.back
    return DeedsOfTicket(
        number=row.ticket.number,
        now=outside({one.field: one.now for one in back}),
        then=outside({one.field: one.then for one in back}),
        follow=followers(row.plan.follow),
        unfollow=followers(row.plan.unfollow),
        notes=row.notes,
        stays=[_stays(one) for one in row.stays],
    )


def _stays(one: Stays) -> StaysOut:
    kind, key = one.by if one.by is not None else ("", None)
    return StaysOut(field=one.field, by=agent_ref(key) if kind == ActorKind.AGENT else None)
