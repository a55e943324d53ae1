"""Which mass messages a contact does not want, as it goes out and comes in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Input, Plain
from otklik.mailings.enums import Kind


class UnsubscriptionIn(Input):
    """Which kind they do not want."""

    kind: Literal["announcement", "survey"]


class LiftIn(Input):
    """How they agreed."""

    note: Plain = Field(max_length=500, description=_("Who asked, when, where it stands; kept for good."))


class UnsubscriptionOut(BaseModel):
    """A kind of mass message the contact does not want."""

    kind: Kind
    at: datetime
    mailing: str = Field(description=_("The message whose letter led to it."))


class Unsubscriptions(BaseModel):
    """Those of a contact."""

    items: list[UnsubscriptionOut]
