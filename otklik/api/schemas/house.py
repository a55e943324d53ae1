"""The rules of the house (settings of the installation) and the order of lists."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Plain, Word
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID

Given = bool | int | Annotated[Plain, Field(max_length=4000)] | list[Word]
Said = bool | int | str | list[str]
ListName = Literal[
    "services",
    "types",
    "categories",
    "company-categories",
    "statuses",
    "teams",
    "roles",
    "asset-types",
    "manufacturers",
    "asset-models",
    "custom-fields",
    "field-options",
    "sla-rules",
    "routing-rules",
    "triggers",
]


class SettingOut(BaseModel):
    """A setting of the installation."""

    key: str = Field(description=_("Stable; use it in what you send."), examples=["tickets.close_after"])
    label: str = Field(examples=["A done ticket closes by itself after"])
    group: str = Field(description=_("Under which heading its page shows it."), examples=["Closing"])
    value: Said = Field(description=_("What is in force."), examples=[3])
    delivered: Said = Field(description=_("What it is until somebody changes it."), examples=[3])


class Settings(Listed):
    """A page of settings in the order of their page."""

    items: list[SettingOut]


class SettingsIn(Input):
    """New values of some settings; all of them are taken or none."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"values": {"tickets.close_after": 5}}]})

    values: dict[Word, Given] = Field(
        max_length=200, description=_("Key → value; what is left out stays."), examples=[{"surveys.on": True}]
    )


class SettingsOut(BaseModel):
    """Every setting after a change."""

    items: list[SettingOut]


class OrderIn(Input):
    """How rows of a list are to stand."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"of": "types", "names": ["incident", "request"]}]}
    )

    of: ListName = Field(description=_("Which list is put into order."))
    names: Annotated[list[Word], Field(min_length=1, max_length=1000)] = Field(
        description=_("Codes or uids of rows beside one another; those left out follow in their old order.")
    )
    field: UUID | None = Field(
        default=None, description=_("Whose options, for field-options."), examples=[EXAMPLE_UID]
    )


class OrderOut(BaseModel):
    """How they stand now."""

    of: str = Field(examples=["types"])
    names: list[str] = Field(
        description=_("Codes, or uids where there are no codes."), examples=[["incident"]]
    )
