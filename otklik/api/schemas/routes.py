"""Routes of stages in and out, and passing a ticket on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.calendars import Names
from otklik.api.schemas.inputs import Code, Input, Text, Word
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID, Coded, team_ref
from otklik.api.schemas.setting_up import Codes
from otklik.api.schemas.ticket_inputs import Versioned
from otklik.catalogue.queries import catalogue
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.workflow import workflow

if TYPE_CHECKING:
    from otklik.tickets.models import Route, Stage

CONDITION = {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}


class WayOut(BaseModel):
    """A way from one stage to another."""

    to: str = Field(description=_("Code of the stage it leads to."), examples=["second-line"])
    condition: dict[str, object] = Field(
        description=_("Which tickets may take it; a tree."), examples=[CONDITION]
    )


class StageOut(BaseModel):
    """A stage of a route."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    code: str = Field(description=_("Stable; use it in what you send."), examples=["first-line"])
    name: str = Field(description=_("In the language of the answer."), examples=["First line"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[{"en": "First line"}])
    team: Coded | None = Field(default=None, description=_("Who answers for it; null: whoever has it."))
    requires: list[str] = Field(description=_("What has to be filled in first."), examples=[["type"]])
    status: str | None = Field(default=None, description=_("Code of the status that comes with it."))
    hidden: bool = Field(description=_("History only."))
    ways: list[WayOut] = Field(description=_("Where tickets go from here."))


class RouteOut(BaseModel):
    """A route with its stages in their order."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    code: str = Field(description=_("Stable; use it in what you send."), examples=["support"])
    name: str = Field(description=_("In the language of the answer."), examples=["Support"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[{"en": "Support"}])
    types: list[str] = Field(description=_("Codes of the ticket types it is for; empty: all."))
    services: list[str] = Field(
        description=_("Codes of the services it is for, with what is below them; empty: all.")
    )
    hidden: bool = Field(description=_("Takes no new tickets."))
    stages: list[StageOut]


class RoutesOut(Listed):
    """A page of them, in their order."""

    items: list[RouteOut]


class RouteIn(Input):
    """What is left out stays; of a new route it is empty."""

    names: Names | None = Field(default=None, description=_("In Russian, English or both."))
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    types: Codes | None = None
    services: Codes | None = None
    hidden: bool | None = Field(default=None, description=_("True: takes no new tickets."))


class WayIn(Input):
    """A way to another stage of the route."""

    to: Code = Field(description=_("Code of the stage it leads to."), examples=["second-line"])
    condition: dict[str, object] | None = Field(default=None, examples=[CONDITION])


class StageIn(Input):
    """What is left out stays. A new stage stands last and is joined both ways to the one before it."""

    names: Names | None = Field(default=None, description=_("In Russian, English or both."))
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    team: Code | None = Field(default=None, description=_("Code of the team; null: whoever has the ticket."))
    requires: list[Word] | None = Field(
        default=None,
        max_length=50,
        description=_("What has to be filled in first: type, contact, assignee, field.<key>, …"),
    )
    status: Code | None = Field(default=None, description=_("Code of the status that comes with it."))
    ways: list[WayIn] | None = Field(default=None, max_length=50)
    hidden: bool | None = None


class EscalateIn(Versioned):
    """Where to, and words for colleagues."""

    stage: Code | None = Field(
        default=None,
        description=_("Code of the stage; left out: the next one. An earlier one returns the ticket."),
        examples=["second-line"],
    )
    comment: Text = Field(default="", description=_("Becomes a note."), examples=["The switch is broken"])


def route_out(row: Route) -> RouteOut:
    """A route as it stands in memory."""
    known, all_ = catalogue(), routes()
    types, services = all_.types.get(row.pk, frozenset()), all_.services.get(row.pk, frozenset())
    return RouteOut(
        uid=row.uid,
        code=row.code,
        name=str(row.name),
        names=dict(row.name.texts),
        types=[one.code for pk, one in known.types.items() if pk in types],
        services=[one.code for pk, one in known.services.items() if pk in services],
        hidden=not row.enabled,
        stages=[stage_out(one) for one in all_.stages.values() if one.route_id == row.pk],
    )


def stage_out(row: Stage) -> StageOut:
    """A stage with its ways."""
    status = workflow().statuses.get(row.status_id or 0)
    passages = routes().passages.get(row.pk, ())
    return StageOut(
        uid=row.uid,
        code=row.code,
        name=str(row.name),
        names=dict(row.name.texts),
        team=team_ref(row.team_id),
        requires=row.requires,
        status=status.code if status else None,
        hidden=row.hidden,
        ways=[
            WayOut(to=routes().stages[one.target_id].code, condition=one.condition or {"all": []})
            for one in passages
        ],
    )
