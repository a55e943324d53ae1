"""The photo of a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import ConfigDict, Field

from otklik.api.schemas.inputs import Input
from otklik.api.schemas.messages import FileOut, file_url
from otklik.api.schemas.refs import EXAMPLE_UID

if TYPE_CHECKING:
    from otklik.core.models import StoredFile


class PictureIn(Input):
    """Which picture."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"file": EXAMPLE_UID}]})

    file: UUID = Field(description=_("uid of an upload of your own."))


def picture_out(file: StoredFile | None) -> FileOut | None:
    """With the address of its bytes; `?preview=small` or `large` gives it at a size for looking at."""
    if file is None:
        return None
    return FileOut(
        uid=file.uid,
        name=file.name,
        size=file.size,
        content_type=file.content_type,
        url=file_url(file.uid),
    )
