"""The ground of everything that comes in: strict about unknown fields, bounded in length and time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
MAX_TEXT = 200_000


class Input(BaseModel):
    """A body or a query: a field nobody knows is a mistake of the sender, not something to pass over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _in_bounds(moment: datetime) -> datetime:
    if not EARLIEST <= moment <= LATEST:
        raise ValueError("out of bounds")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_bounds)]
"""A moment with its zone, RFC 3339, between 2000 and 2100."""

# PostgreSQL keeps no NUL in a text; nobody types one.
Plain = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""A text whose field says how long it may be (a length given here would win over the field's)."""

Word = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=254)]
"""A short value: a code, a name, an address."""

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=MAX_TEXT)]
"""A long text."""

Code = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,40}$")]
"""The code of a configured object."""

Number = Annotated[str, StringConstraints(pattern=r"^\s*[\w-]{1,32}\s*$")]
"""A ticket's number."""

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
