"""Brands: what clients see of an installation, as it goes out and comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import ConfigDict, Field

from otklik.api.schemas.configuration import Configured
from otklik.api.schemas.configuration import texts as texts_of
from otklik.api.schemas.inputs import Input, Plain
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.api.schemas.setting_up import Texts
from otklik.web.brands import logo_url

if TYPE_CHECKING:
    from otklik.organisation.models import Brand


class BrandOut(Configured):
    """What clients see: a name, addresses, a colour, a logo."""

    code: str = Field(description=_("Stable; use it in what you send."), examples=["default"])
    base_url: str = Field(
        description=_("Where links of its mails lead; empty: the installation's own."), examples=[""]
    )
    phone: str = Field(examples=["+79001234567"])
    address: str = Field(description=_("Postal, at the foot of pages and mails."), examples=[""])
    accent: str = Field(
        description=_("Of buttons and links; empty: the delivered one."), examples=["#006d82"]
    )
    logo_url: str = Field(description=_("Anybody may fetch it; empty without a logo."), examples=[""])
    is_default: bool = Field(examples=[True])


class BrandIn(Input):
    """A brand. Its colour has to be readable under white words."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"names": {"ru": "Линия", "en": "Line"}, "accent": "#006d82"}]}
    )

    names: Texts | None = Field(default=None, description=_("By language; one of them is enough."))
    base_url: Plain | None = Field(default=None, max_length=200)
    phone: Plain | None = Field(default=None, max_length=32)
    address: Plain | None = Field(default=None, max_length=300)
    accent: Plain | None = Field(default=None, max_length=7)
    hidden: bool | None = Field(
        default=None, description=_("True: offered no more; refused while it is in use.")
    )


class LogoIn(Input):
    """An uploaded picture that becomes a brand's logo."""

    file: UUID = Field(
        description=_("Uid of an upload: PNG, JPEG or WebP, at most 2 MB. It is drawn anew."),
        examples=[EXAMPLE_UID],
    )


class Brands(Listed):
    """A page of brands, the default first."""

    items: list[BrandOut]


def brand_out(brand: Brand) -> BrandOut:
    """A brand as it stands."""
    return BrandOut(
        uid=brand.uid,
        code=brand.code,
        name=str(brand.name),
        names=texts_of(brand.name.texts),
        hidden=brand.hidden,
        base_url=brand.base_url,
        phone=brand.phone,
        address=brand.address,
        accent=brand.accent,
        logo_url=logo_url(brand),
        is_default=brand.is_default,
    )
