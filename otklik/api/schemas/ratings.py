"""Ratings as they go out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.pages import Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID, Coded, Named, agent_ref, named, team_ref

if TYPE_CHECKING:
    from otklik.surveys.models import Rating


class RatingQuery(PageQuery):
    """Which ratings."""

    at_most: int = Field(
        default=5, ge=1, le=5, description=_("Only this rating and lower ones."), examples=[2]
    )


class RatingOut(BaseModel):
    """What a client thought of the work on one ticket."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    ticket: str = Field(description=_("The ticket's number."), examples=["INC1042"])
    value: int = Field(description=_("5 to 1."), examples=[5])
    comment: str = Field(examples=["Quick and polite."])
    contact: Named | None = Field(default=None, description=_("Who rated it, when they are a contact."))
    agent: Named | None = Field(default=None, description=_("Who worked on it then."))
    team: Coded | None = None
    via: str = Field(description=_("Through which door."), examples=["link"])
    given_at: datetime = Field(examples=["2026-11-20T07:10:30Z"])
    changed_at: datetime = Field(examples=["2026-11-20T07:10:30Z"])


class Ratings(Listed):
    """A page of ratings, newest first."""

    items: list[RatingOut]


def rating_out(row: Rating) -> RatingOut:
    """A rating with its ticket and contact at hand."""
    return RatingOut(
        uid=row.uid,
        ticket=row.ticket.number,
        value=row.value,
        comment=row.comment,
        contact=named(row.contact.uid, row.contact.name) if row.contact else None,
        agent=agent_ref(row.agent_id),
        team=team_ref(row.team_id),
        via=row.via,
        given_at=row.given_at,
        changed_at=row.changed_at,
    )
