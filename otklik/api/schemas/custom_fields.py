"""Custom fields, their options, and the values that tickets and clients have of them."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.configuration import NAMES
from otklik.api.schemas.inputs import Input, Word
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.api.schemas.setting_up import Codes, Texts

KINDS = Literal[
    "text", "long", "number", "money", "date", "list", "tree", "multi", "flag", "link",
    "agent", "company", "asset",
]  # fmt: skip
_VALUES = _(
    "Values of custom fields by key, see `/custom-fields`: a text, `true`, a date (2026-12-31), a number as "
    "a text, money as `{amount, currency}` in minor units, codes of options, a uid. Empty ones are left out."
)
_NAMES = _("By language; one of them is enough.")

Simple = str | bool | int | float
Json = Simple | list[Simple] | dict[str, Simple | None] | None

FieldValues = Annotated[dict[str, Json], Field(description=_VALUES, examples=[{"period": True}])]
FieldValuesIn = Annotated[
    dict[Annotated[str, Field(max_length=40)], Json],
    Field(
        max_length=200,
        description=_("Values of custom fields by key; null empties one, what is left out stays."),
        examples=[{"period": True}],
    ),
]


class OptionOut(BaseModel):
    """Something to choose in a field."""

    code: str = Field(description=_("Stable; values are made of it."), examples=["gold"])
    name: str = Field(description=_("In the language of the answer."), examples=["Gold"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[NAMES])
    parent: str | None = Field(default=None, description=_("Code of the option it stands in."))
    hidden: bool = Field(description=_("Offered no more; old values keep it."), examples=[False])


class CustomFieldForAll(BaseModel):
    """A custom field, as far as one needs to know to fill it."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    owner: str = Field(description=_("What it belongs to."), examples=["ticket"])
    key: str = Field(description=_("Its name in `fields`; never changes."), examples=["period"])
    kind: str = Field(description=_("What it holds."), examples=["flag"])
    name: str = Field(description=_("In the language of the answer."), examples=["Closed accounting period"])
    hint: str = Field(examples=[""])
    types: list[str] = Field(default_factory=list, description=_("Codes; empty: of every type."))
    services: list[str] = Field(default_factory=list, description=_("Codes; empty: of every service."))
    required: bool = Field(description=_("Nothing is registered without it."), examples=[False])
    may_fill: bool = Field(description=_("You may give it a value."), examples=[True])
    options: list[OptionOut] = Field(default_factory=list)


class CustomFieldOut(CustomFieldForAll):
    """A custom field as staff see it."""

    names: dict[str, str] = Field(description=_("In every language."), examples=[NAMES])
    currency: str = Field(description=_("Of amounts, ISO 4217."), examples=["RUB"])
    must: str = Field(description=_("When employees have to fill it."), examples=["register"])
    client_must: bool = Field(description=_("Clients have to fill it."), examples=[False])
    clients: str = Field(description=_("What it is to clients: no, see or fill."), examples=["fill"])
    roles: list[str] = Field(default_factory=list, description=_("Codes of roles that see it; empty: all."))
    in_list: bool = Field(description=_("Can be a column of lists."), examples=[True])
    filterable: bool = Field(description=_("Lists can be filtered by it."), examples=[True])
    hidden: bool = Field(description=_("Offered no more; old values stay."), examples=[False])


class CustomFields(Listed):
    """A page of fields in their order: `CustomFieldOut` for staff, `CustomFieldForAll` for a contact."""

    items: list[CustomFieldOut | CustomFieldForAll]


class CustomFieldQuery(PageQuery):
    """Which fields."""

    owner: Word = Field(default="", description=_("What they belong to."), examples=["ticket"])


class CustomFieldIn(Input):
    """A custom field. Owner, kind, key and currency are given once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"owner": "ticket", "kind": "flag", "names": {"en": "Closed period"}}]
        }
    )

    owner: Word | None = Field(default=None, description=_("What it belongs to."))
    kind: KINDS | None = None
    names: Texts | None = Field(default=None, description=_NAMES)
    hint: Texts | None = None
    key: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    currency: Word | None = Field(default=None, description=_("Of amounts, ISO 4217."))
    types: Codes | None = Field(default=None, description=_("Codes of ticket types it is asked for."))
    services: Codes | None = Field(default=None, description=_("Codes of services and packages."))
    must: Literal["", "register", "done"] | None = None
    roles: Codes | None = Field(default=None, description=_("Codes of roles that see it; empty: all."))
    clients: Literal["no", "see", "fill"] | None = None
    client_must: bool | None = None
    in_list: bool | None = None
    filterable: bool | None = None
    hidden: bool | None = Field(default=None, description=_("True: offered no more."))


class OptionIn(Input):
    """Something to choose in a field."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"names": {"ru": "Золотой", "en": "Gold"}}]})

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    parent: Word | None = Field(default=None, description=_("Of a tree: code of the option it stands in."))
    hidden: bool | None = Field(default=None, description=_("True: offered no more."))
