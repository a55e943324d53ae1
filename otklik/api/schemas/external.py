"""What another program calls a thing of a client: how it goes out, comes in and is asked for."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Input, Plain
from otklik.api.schemas.pages import PageQuery

_WHAT = _("What another program calls it; no two of a kind are called the same.")
_EXAMPLE = ["C-1001"]


class ExternalOut(BaseModel):
    """What staff read of it."""

    external_id: str | None = Field(description=_WHAT, examples=_EXAMPLE)


class ExternalIn(Input):
    """What is sent; an empty text takes it away."""

    external_id: Plain | None = Field(default=None, max_length=100, description=_WHAT, examples=_EXAMPLE)


class ExternalQuery(PageQuery):
    """What is asked for."""

    external_id: Plain = Field(
        default="", max_length=100, description=_("The one another program calls so. For staff.")
    )
