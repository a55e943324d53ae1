"""What every list takes and answers with."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as now
from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, ValidationInfo, model_validator

from otklik.api.schemas.inputs import Input, Word
from otklik.core.errors import Invalid

MAX = 100
DEFAULT = 50


class Filter(Input):
    """A query string. A parameter nobody knows is refused: passing it over would answer with too much."""

    open_prefix: ClassVar[str] = ""
    """Parameters that begin with it are looked at by the operation; empty: there are none."""

    @model_validator(mode="before")
    @classmethod
    def _known_only(cls, data: object, info: ValidationInfo) -> object:
        request = (info.context or {}).get("request")
        if isinstance(request, HttpRequest):
            strange = sorted(set(request.GET) - set(cls.model_fields))
            if cls.open_prefix:
                strange = [name for name in strange if not name.startswith(cls.open_prefix)]
            if strange:
                raise Invalid({name: now("There is no such parameter here.") for name in strange})
        return data


class PageQuery(Filter):
    """Where in the list, and how much of it."""

    after: Word = Field(default="", description=_("Continue behind this cursor, taken from `next`."))
    limit: int = Field(
        default=DEFAULT, ge=1, le=MAX, description=_("How many at most, 1 to 100."), examples=[20]
    )


class ServiceQuery(PageQuery):
    """Whose catalogue."""

    company: UUID | None = Field(
        default=None,
        description=_("uid of a company: what its people are offered, and the packages it is in."),
    )


class Listed(BaseModel):
    """A page of a list. Without `next` it is the last one. There is no total: counting costs too much."""

    next: str | None = Field(
        default=None,
        description=_("The address of the next page, relative to the server; null on the last page."),
        examples=["/api/v1/tickets?limit=20&after=WyIwMTkiXQ"],
    )
