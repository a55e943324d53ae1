"""Telephone numbers with what kind they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Plain, Word
from otklik.clients.phones import Given, Phone

KIND = _("mobile, work, home, fax, other, or empty.")


class Stored(Protocol):
    """A phone's row."""

    phone: str
    kind: str
    extension: str


class PhoneOut(BaseModel):
    """A telephone number."""

    number: str = Field(
        description=_("E.164; of a company also what could not be read."), examples=["+74951234567"]
    )
    kind: str = Field(description=KIND, examples=["work"])
    extension: str = Field(
        description=_("Digits dialled after somebody has answered; mostly empty."), examples=["12"]
    )


class PhoneIn(Input):
    """A telephone number."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "+74951234567", "kind": "work"}]})

    number: Plain = Field(min_length=1, max_length=64)
    kind: Literal["", "mobile", "work", "home", "fax", "other"] = Field(default="", description=KIND)
    extension: Plain = Field(default="", max_length=10, pattern=r"^[0-9]*$")


Phones = list[Word | PhoneIn]
PHONES_IN = _("A text is a number, perhaps with kind and extension; it keeps what is known of both.")


def phones_out(rows: Iterable[Stored]) -> list[PhoneOut]:
    """As they stand, in their order."""
    return [PhoneOut(number=row.phone, kind=row.kind, extension=row.extension) for row in rows]


def phones_given(given: Sequence[str | PhoneIn]) -> list[Given]:
    """What commands take."""
    return [one if isinstance(one, str) else Phone(one.number, one.kind, one.extension) for one in given]
