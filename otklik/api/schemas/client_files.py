"""Files of clients."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input
from otklik.api.schemas.messages import FileOut, file_url
from otklik.api.schemas.refs import EXAMPLE_UID

if TYPE_CHECKING:
    from otklik.clients.models import ClientFile

_PUBLIC = _("Contacts who see all of the company's tickets read it in the portal.")


class ClientFileOut(BaseModel):
    """A file on record for a client."""

    uid: UUID = Field(description=_("Of its place, for changing it."), examples=[EXAMPLE_UID])
    public: bool = Field(description=_PUBLIC, examples=[False])
    created_at: datetime = Field(examples=["2026-11-20T06:57:02Z"])
    file: FileOut


class ClientFiles(BaseModel):
    """Files on record for a client, newest first."""

    items: list[ClientFileOut]


class ClientFilesIn(Input):
    """Files to put on record."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"files": [EXAMPLE_UID], "public": True}]})

    files: list[UUID] = Field(min_length=1, max_length=20, description=_("uids of uploads of your own."))
    public: bool = Field(default=False, description=_PUBLIC)


class ClientFilePatch(Input):
    """Who reads it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"public": True}]})

    public: bool = Field(description=_PUBLIC)


def file_out(row: ClientFile) -> ClientFileOut:
    """The file with the address of its bytes."""
    file = row.file
    out = FileOut(
        uid=file.uid,
        name=file.name,
        size=file.size,
        content_type=file.content_type,
        url=file_url(file.uid),
    )
    return ClientFileOut(uid=row.uid, public=row.public, created_at=row.created_at, file=out)
