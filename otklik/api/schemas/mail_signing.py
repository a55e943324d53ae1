"""Keys that sign outgoing mail."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Plain, Word
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID

if TYPE_CHECKING:
    from otklik.channels.mail.dkim_keys import KeyState


class SigningKeyIn(Input):
    """A new key of a domain."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"domain": "example.com", "selector": "desk2026"}]}
    )

    domain: Word = Field(description=_("What stands behind the @ of the sender's address."))
    selector: Word = Field(description=_("The key's name in the domain's records. A new key has a new name."))
    algorithm: Literal["rsa-sha256", "ed25519-sha256"] = "rsa-sha256"
    private: Plain | None = Field(
        default=None,
        max_length=8000,
        description=_("To go on with a key there is: PEM without a password. Left out, a key is made."),
    )


class SigningKeyOut(BaseModel):
    """A key without its private half, and the record that publishes it."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    domain: str = Field(examples=["example.com"])
    selector: str = Field(examples=["desk2026"])
    algorithm: str = Field(examples=["rsa-sha256"])
    state: str = Field(description=_("new, used: mail is signed with it, or retired."), examples=["used"])
    since: datetime = Field(description=_("Since when it is in this state."))
    record_name: str = Field(examples=["desk2026._domainkey.example.com"])
    record_value: str = Field(examples=["v=DKIM1; k=rsa; p=MIIB…"])
    zone_line: str = Field(
        description=_("The record as a zone file has it."), examples=["desk2026._domainkey…"]
    )
    published: str = Field(
        description=_("published, missing, differs, unreachable; empty: not asked yet."),
        examples=["published"],
    )
    looked_at: datetime | None
    trouble: str = Field(description=_("Why mail leaves without this signature; empty: it does not."))


class SigningKeys(Listed):
    """A page of keys by domain, those in use first."""

    items: list[SigningKeyOut]


def signing_key_out(state: KeyState) -> SigningKeyOut:
    """As a program reads it."""
    return SigningKeyOut(
        uid=UUID(state.uid),
        domain=state.domain,
        selector=state.selector,
        algorithm=state.algorithm,
        state=state.state,
        since=state.since,
        record_name=state.record_name,
        record_value=state.record_value,
        zone_line=state.zone_line,
        published=state.found,
        looked_at=state.looked_at,
        trouble=state.trouble,
    )
