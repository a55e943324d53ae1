"""Letters that are about no ticket, as they go out."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_noop as _
from pydantic import Field

from otklik.api.schemas.inputs import Word
from otklik.api.schemas.mail_outbox import STATE, LetterFate, StateName, fate_of
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.notifications.letters import LetterRow

AboutName = Literal["account", "link", "contract", "alarm", "test"]
_ABOUT = _("What it is about: account, link, contract, alarm or test.")


class HouseLettersAsked(PageQuery):
    """Which letters."""

    state: StateName | None = Field(default=None, description=STATE, examples=["failed"])
    about: AboutName | None = Field(default=None, description=_ABOUT, examples=["account"])
    q: Word = Field(
        default="", description=_("An address, or how it begins."), examples=["ivan@alpha.example"]
    )


class HouseLetterLine(LetterFate):
    """A letter to one address, about no ticket's story."""

    about: str = Field(description=_ABOUT, examples=["account"])
    thing: str = Field(
        description=_("The account's login, or the number of the ticket or the contract; empty for none."),
        examples=["ivan"],
    )


class HouseLetterLines(Listed):
    """A page of letters, the newest first."""

    items: list[HouseLetterLine]


def house_letter_line(row: LetterRow) -> HouseLetterLine:
    """As it goes out."""
    return HouseLetterLine(about=row.about.value, thing=row.thing, **fate_of(row))
