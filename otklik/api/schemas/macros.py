"""Macros in and out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Code, Input, Number, Version
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.api.schemas.rules import RuleIn, RuleOut, head
from otklik.automation.actions.steps import sentence
from otklik.automation.macros.running import AT_ONCE, Ran
from otklik.canned.shapes import folders
from otklik.people.queries import staff

if TYPE_CHECKING:
    from otklik.automation.models import Macro

ACTIONS = [{"do": "note", "text": {"en": "Back to the team."}}, {"do": "unassign"}]


class MacroOut(RuleOut):
    """Steps that one press does."""

    actions: list[dict[str, object]] = Field(description=_("Steps in their order."), examples=[ACTIONS])
    sentence: str = Field(description=_("The steps in words."))
    folder: UUID | None = Field(description=_("uid of its folder."), examples=[EXAMPLE_UID])
    team: str | None = Field(description=_("Code of the team it is for; null: not of one."), examples=["it"])
    own: bool = Field(description=_("Yours alone."))
    used: int = Field(description=_("On how many tickets it was used."), examples=[12])
    used_at: datetime | None = Field(description=_("When last."))


class Macros(Listed):
    """A page of them, folder by folder."""

    items: list[MacroOut]


class MacroIn(RuleIn):
    """What is left out stays; of a new one it is empty."""

    actions: list[dict[str, object]] | None = Field(default=None, max_length=20, examples=[ACTIONS])
    folder: UUID | None = Field(default=None, description=_("uid of a folder."))
    team: Code | None = Field(default=None, description=_("Code of a team; not of your own ones."))


class NewMacroIn(MacroIn):
    """A new one."""

    own: bool = Field(default=False, description=_("For you alone: no right is needed."))


class RunMacroIn(Input):
    """Which macro, on the ticket of the address."""

    macro: UUID = Field(description=_("uid of the macro."), examples=[EXAMPLE_UID])
    version: Version | None = Field(default=None, description=_("Refuse when the ticket has another one."))


class RunOnManyIn(Input):
    """On which tickets."""

    tickets: list[Number] = Field(
        min_length=1, max_length=AT_ONCE, description=_("Their numbers."), examples=[["INC1001", "INC1002"]]
    )


class RefusedOut(BaseModel):
    """A ticket that stayed as it was."""

    ticket: str = Field(examples=["INC1002"])
    why: str = Field(description=_("In the language of the answer."))


class RanOut(BaseModel):
    """What became of it."""

    step: UUID = Field(description=_("The step: `steps` reads it and takes it back."), examples=[EXAMPLE_UID])
    done: int = Field(description=_("How many tickets it was done to."), examples=[2])
    refused: list[RefusedOut] = Field(description=_("Those that stayed as they were, with the reason."))


def macro_out(row: Macro) -> MacroOut:
    """A macro as it stands."""
    team = staff().teams.get(row.team_id or 0)
    return MacroOut(
        **head(row),
        actions=row.actions,
        sentence=sentence(row.actions),
        folder=next((one.uid for one in folders() if one.pk == row.folder_id), None),
        team=team.code if team else None,
        own=row.owner_id is not None,
        used=row.used,
        used_at=row.used_at,
    )


def ran_out(ran: Ran) -> RanOut:
    """A run in numbers and reasons."""
    refused = [RefusedOut(ticket=number, why=why) for number, why in ran.refused]
    return RanOut(step=ran.step, done=ran.done, refused=refused)
