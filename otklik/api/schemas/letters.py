"""Texts of letters."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Code, Input, Number, Plain
from otklik.api.schemas.pages import Listed

Language = Literal["ru", "en"]
Subject = Annotated[Plain, Field(max_length=250)]
Words = Annotated[Plain, Field(max_length=20_000)]
_PLACEHOLDERS = _("With placeholders, such as {{ number }}.")


class TextOut(BaseModel):
    """A text in one language."""

    subject: str = Field(description=_PLACEHOLDERS, examples=["[{{ number }}] {{ subject }}"])
    text: str = Field(description=_PLACEHOLDERS, examples=["We have your request."])
    delivered: bool = Field(description=_("Nobody has written another."), examples=[True])


class LetterOut(BaseModel):
    """A kind of letter with its texts in force."""

    code: str = Field(
        description=_(
            "To clients: confirmation, reply, clarification, done, reminder, status, frame; to employees: "
            "registered, assigned, message, mention, returned, complaint, deadline."
        ),
        examples=["confirmation"],
    )
    name: str = Field(examples=["Registered"])
    about: str = Field(description=_("When it goes out."), examples=["As soon as the request is registered."])
    texts: dict[str, TextOut] = Field(description=_("By language."))
    placeholders: dict[str, str] = Field(
        description=_("What may stand in it, and what it is."), examples=[{"number": "number of the request"}]
    )


class Letters(Listed):
    """A page of kinds of letters."""

    items: list[LetterOut]


class PlaceIn(Input):
    """For whom a text is; left out: for everybody without a narrower one."""

    brand: Code | None = Field(default=None, description=_("Code of a brand."), examples=["default"])
    mailbox: Code | None = Field(default=None, description=_("Name of a mailbox."), examples=["support"])


class PlaceQuery(PlaceIn):
    """The same in an address."""


class LetterTextIn(PlaceIn):
    """A new text in one language."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"language": "en", "text": "We have it."}]})

    language: Language = Field(description=_("ru or en."))
    subject: Subject | None = Field(default=None, description=_("Left out: stays as it is."))
    text: Words | None = Field(default=None, description=_("Left out: stays as it is."))


class LetterResetIn(PlaceIn):
    """Whose delivered text is taken again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"language": "en"}]})

    language: Language | None = Field(default=None, description=_("ru or en; left out: both."))


class PreviewIn(LetterTextIn):
    """A text, or the one in force, on a real ticket."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"language": "en", "ticket": "INC1042"}]})

    ticket: Number = Field(description=_("Its number; nothing is sent."), examples=["INC1042"])


class PreviewOut(BaseModel):
    """The letter its client would get."""

    subject: str = Field(examples=["[INC1042] The printer does not print"])
    text: str = Field(description=_("The plain face."), examples=["We have your request."])
    html: str = Field(description=_("A whole page: show it where nothing runs."), examples=["<html></html>"])


class TestSent(BaseModel):
    """Where a test letter goes."""

    address: str = Field(examples=["admin@desk.example"])
