"""What every refusal looks like."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field


class ProblemDocument(BaseModel):
    """Problem details (RFC 9457). Decide by `type`; show `detail` to people."""

    type: str = Field(
        description=_("Stable identifier of the kind of problem."), examples=["urn:otklik:problem:invalid"]
    )
    title: str = Field(description=_("The kind in words."), examples=["Some values cannot be taken."])
    status: int = Field(description=_("The HTTP status."), examples=[422])
    detail: str = Field(
        description=_("This case in words, in the language of the answer."), examples=["Enter the name."]
    )
    errors: dict[str, str] | None = Field(
        default=None,
        description=_("Name of the field, parameter or header, and what is wrong with it."),
        examples=[{"name": "Enter the name."}],
    )
