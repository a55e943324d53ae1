"""What all rules have in common, in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.calendars import Names
from otklik.api.schemas.configuration import texts
from otklik.api.schemas.inputs import Input, Plain
from otklik.api.schemas.refs import EXAMPLE_UID

if TYPE_CHECKING:
    from otklik.rules.models import OrderedRule

CONDITION = {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}


class RuleOut(BaseModel):
    """A rule of an ordered table."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(description=_("In the language of the answer."), examples=["Urgent"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[{"en": "Urgent"}])
    about: str = Field(description=_("What it is for."))
    enabled: bool = Field(description=_("Whether it is in force."))
    hidden: bool = Field(description=_("History only."))
    condition: dict[str, object] = Field(description=_("For which tickets; a tree."), examples=[CONDITION])
    version: int = Field(description=_("Grows with what it decides; events name it."), examples=[1])


class RuleIn(Input):
    """What is left out stays; of a new rule it is empty."""

    names: Names | None = Field(default=None, description=_("In Russian, English or both."))
    about: Plain | None = Field(default=None, max_length=400)
    enabled: bool | None = None
    hidden: bool | None = Field(default=None, description=_("History only."))
    condition: dict[str, object] | None = Field(default=None, examples=[CONDITION])


class Head(TypedDict):
    """The values of `RuleOut`."""

    uid: UUID
    name: str
    names: dict[str, str]
    about: str
    enabled: bool
    hidden: bool
    condition: dict[str, object]
    version: int


def head(row: OrderedRule) -> Head:
    """What a rule says of itself, whatever it decides."""
    return Head(
        uid=row.uid,
        name=str(row.name),
        names=texts(row.name.texts),
        about=row.about,
        enabled=row.enabled,
        hidden=row.hidden,
        condition=row.condition,
        version=row.current.number if row.current is not None else 0,
    )
