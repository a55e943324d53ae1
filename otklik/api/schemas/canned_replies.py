"""Canned replies and their folders in and out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, StringConstraints

from otklik.api.schemas.calendars import Names
from otklik.api.schemas.inputs import Code, Input, Number, Plain, Word
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.canned.shapes import LONGEST, folders
from otklik.people.queries import staff

if TYPE_CHECKING:
    from otklik.canned.models import CannedReply, Folder

NAMES = {"ru": "Взяли в работу", "en": "We are working on it"}
TEXTS = {"en": "Hello {{ first_name }}, we are working on {{ number }}. {{ next_step }}"}
Texts = dict[
    Annotated[str, StringConstraints(pattern=r"^(ru|en)$")], Annotated[Plain, Field(max_length=LONGEST)]
]


class CannedReplyOut(BaseModel):
    """A text to be put into answers."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(description=_("In the language of the answer."), examples=["We are working on it"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[NAMES])
    texts: dict[str, str] = Field(description=_("By language, with placeholders."), examples=[TEXTS])
    folder: UUID | None = Field(description=_("uid of its folder."), examples=[EXAMPLE_UID])
    team: str | None = Field(description=_("Code of the team it is for; null: not of one."), examples=["it"])
    own: bool = Field(description=_("Yours alone."), examples=[False])
    external_id: str = Field(description=_("What another program calls it."), examples=["R-1"])
    hidden: bool = Field(description=_("Offered no more."), examples=[False])
    used: int = Field(description=_("How often it was put into an answer."), examples=[12])
    used_at: datetime | None = Field(description=_("When last."))


class CannedReplies(Listed):
    """A page of them, the best first."""

    items: list[CannedReplyOut]


class CannedQuery(PageQuery):
    """Which."""

    q: Word = Field(default="", description=_("Words of title or text, in any form."), examples=["printer"])
    hidden: bool = Field(default=False, description=_("Those offered no more too."))


class CannedReplyIn(Input):
    """What is left out stays; of a new one it is empty."""

    names: Names | None = Field(default=None, description=_("In Russian, English or both."), examples=[NAMES])
    texts: Texts | None = Field(
        default=None, description=_("In Russian, English or both, with placeholders."), examples=[TEXTS]
    )
    folder: UUID | None = Field(default=None, description=_("uid of a folder."))
    team: Code | None = Field(default=None, description=_("Code of a team; not of your own ones."))
    external_id: Word | None = Field(
        default=None, description=_("What another program calls it; no two of the same people have one.")
    )
    hidden: bool | None = Field(default=None, description=_("Offer it no more."))


class NewCannedReplyIn(CannedReplyIn):
    """A new one."""

    own: bool = Field(default=False, description=_("For you alone: no right is needed."))


class CannedUseIn(Input):
    """For which ticket."""

    ticket: Number = Field(description=_("Number of a ticket you may read."), examples=["INC812"])


class CannedUseOut(BaseModel):
    """The text as it goes into an answer."""

    text: str = Field(description=_("Filled in for the ticket."), examples=["Hello Peter, …"])
    language: str = Field(description=_("The language it is in."), examples=["en"])


class CannedFolderOut(BaseModel):
    """What canned replies are filed under."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(description=_("In the language of the answer."), examples=["Printers"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[{"en": "Printers"}])
    hidden: bool = Field(description=_("Offered no more."), examples=[False])


class CannedFolders(Listed):
    """A page of folders in their order."""

    items: list[CannedFolderOut]


class CannedFolderIn(Input):
    """What is left out stays."""

    names: Names | None = Field(default=None, description=_("In Russian, English or both."))
    hidden: bool | None = Field(default=None, description=_("Offer it no more."))


def canned_reply_out(row: CannedReply) -> CannedReplyOut:
    """A reply as it stands."""
    team = staff().teams.get(row.team_id or 0)
    return CannedReplyOut(
        uid=row.uid,
        name=str(row.name),
        names=_filled(row.name.texts),
        texts=_filled(row.text.texts),
        folder=next((one.uid for one in folders() if one.pk == row.folder_id), None),
        team=team.code if team else None,
        own=row.owner_id is not None,
        external_id=row.external_id,
        hidden=row.hidden,
        used=row.used,
        used_at=row.used_at,
    )


def canned_folder_out(row: Folder) -> CannedFolderOut:
    """A folder as it stands."""
    return CannedFolderOut(uid=row.uid, name=str(row.name), names=_filled(row.name.texts), hidden=row.hidden)


def _filled(texts: object) -> dict[str, str]:
    given = texts if isinstance(texts, dict) else {}
    return {language: words for language, words in given.items() if words}
