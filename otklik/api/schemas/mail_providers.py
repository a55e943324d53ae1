"""Registrations with mail providers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Plain, Word
from otklik.api.schemas.mailboxes import PASSWORD
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID

if TYPE_CHECKING:
    from otklik.channels.mail.models import OAuthClient


class ProviderIn(Input):
    """This installation as it is registered with a mail provider."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "microsoft", "name": "Microsoft", "client_id": "0b9d…"}]}
    )

    kind: Literal["microsoft", "google", "other"] | None = None
    name: Plain | None = Field(default=None, max_length=100, description=_("Stands on the button."))
    client_id: Word | None = Field(default=None, description=_("Client or application ID."))
    secret: Plain | None = Field(default=None, max_length=500, description=PASSWORD)
    secret_ends: date | None = Field(
        default=None,
        description=_("The day the secret ends; null: it does not."),
        examples=["2027-01-31"],
    )
    tenant: Plain | None = Field(default=None, max_length=100, description=_("Directory, of Microsoft."))
    authorize_url: Plain | None = Field(default=None, max_length=500)
    token_url: Plain | None = Field(default=None, max_length=500)
    scopes: Plain | None = Field(default=None, max_length=1000)


class ProviderOut(BaseModel):
    """A registration without its secret."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    kind: str = Field(examples=["microsoft"])
    name: str = Field(examples=["Microsoft"])
    client_id: str = Field(description=_("Client or application ID."), examples=["0b9d…"])
    has_secret: bool
    secret_ends: date | None = Field(
        description=_("The day the secret ends; null: it does not."), examples=["2027-01-31"]
    )
    tenant: str = Field(examples=[""])
    authorize_url: str = Field(examples=[""])
    token_url: str = Field(examples=[""])
    scopes: str = Field(examples=[""])


class Providers(Listed):
    """A page of registrations by name."""

    items: list[ProviderOut]


def provider_out(row: OAuthClient) -> ProviderOut:
    """As a program reads it."""
    return ProviderOut(
        uid=row.uid,
        kind=row.kind,
        name=row.name,
        client_id=row.client_id,
        has_secret=bool(row.secret),
        secret_ends=row.secret_ends,
        tenant=row.tenant,
        authorize_url=row.authorize_url,
        token_url=row.token_url,
        scopes=row.scopes,
    )
