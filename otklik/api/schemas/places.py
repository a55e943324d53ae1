"""Sites, equipment and the directories of equipment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from otklik.api.schemas.configuration import Configured, shared
from otklik.api.schemas.custom_fields import FieldValues, FieldValuesIn
from otklik.api.schemas.external import ExternalIn, ExternalOut, ExternalQuery
from otklik.api.schemas.inputs import Input, Plain, Text, Version, Word
from otklik.api.schemas.messages import FileOut
from otklik.api.schemas.our_people import OurPeople, OurPeopleIn, our_people
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.pictures import picture_out
from otklik.api.schemas.refs import EXAMPLE_UID, Coded, Named, named
from otklik.api.schemas.setting_up import Texts
from otklik.clients.place_queries import directories, map_url
from otklik.clients.settings import SITES
from otklik.fields.queries import PREFIX, readable
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Asset, AssetModel, AssetType, Manufacturer, Site

Uids = Annotated[list[UUID], Field(max_length=200)]
_VERSION = _("The version you have read; a newer one means 409. `If-Match` says the same.")
_NAMES = _("By language; one of them is enough.")
_CODE = _("Made of the name when left out; never changes.")
_HIDDEN = _("True: history only, found nowhere.")
_NAMED: dict[str, JsonValue] = {"names": {"ru": "Кофемашина", "en": "Coffee machine"}}


class SiteForAll(BaseModel):
    """A place of a company where work is done."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["Café on Lesnaya"])
    company: Named
    address: str = Field(examples=["Moscow, Lesnaya 7"])
    access_hours: str = Field(description=_("When one may come."), examples=["8:00–22:00, from the yard"])
    fields: FieldValues = Field(default_factory=dict)


class SiteOut(SiteForAll, OurPeople, ExternalOut):
    """A site as staff see it."""

    map_url: str = Field(description=_("A link that opens the address in a map."), examples=[""])
    contacts: list[Named] = Field(default_factory=list, description=_("Whom to ask for there."))
    notes: str = Field(description=_("For colleagues."), examples=[""])
    hidden: bool = Field(description=_HIDDEN, examples=[False])
    version: int = Field(examples=[1])


class Sites(Listed):
    """A page of sites by name: `SiteOut` for staff, `SiteForAll` for a contact."""

    items: list[SiteOut | SiteForAll]


class SiteQuery(ExternalQuery):
    """Which sites."""

    open_prefix: ClassVar[str] = PREFIX

    q: Word = Field(default="", description=_("Words of the name, address or company."), examples=["lesnaya"])
    company: UUID | None = Field(default=None, description=_("uid of the company."))


class SiteIn(OurPeopleIn, ExternalIn):
    """A new site."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"company": EXAMPLE_UID, "name": "Café on Lesnaya"}]}
    )

    company: UUID = Field(description=_("uid of the company; it never changes."))
    name: Plain = Field(min_length=1, max_length=200)
    address: Plain = Field(default="", max_length=300)
    access_hours: Plain = Field(default="", max_length=200)
    contacts: Uids = Field(default_factory=list, description=_("uids of people of the company."))
    notes: Text = ""
    fields: FieldValuesIn | None = None


class SitePatch(OurPeopleIn, ExternalIn):
    """New values; what is left out stays. Lists are replaced whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"access_hours": "8:00–22:00", "version": 1}]})

    name: Plain | None = Field(default=None, min_length=1, max_length=200)
    address: Plain | None = Field(default=None, max_length=300)
    access_hours: Plain | None = Field(default=None, max_length=200)
    contacts: Uids | None = Field(default=None, description=_("uids of people of the company."))
    notes: Text | None = None
    fields: FieldValuesIn | None = None
    hidden: bool | None = Field(default=None, description=_HIDDEN)
    version: Version | None = Field(default=None, description=_VERSION)


class AssetForAll(BaseModel):
    """A machine of a company."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["Coffee machine at the bar"])
    company: Named
    site: Named | None = None
    type: Coded | None = None
    manufacturer: Coded | None = None
    model: Coded | None = None
    serial: str = Field(description=_("As it is written on the machine."), examples=["CM-2214-07"])
    warranty_until: date | None = Field(default=None, description=_("The last day."))
    picture: FileOut | None = Field(default=None, description=_("A photo of it."))
    fields: FieldValues = Field(default_factory=dict)


class AssetOut(AssetForAll, ExternalOut):
    """A machine as staff see it."""

    notes: str = Field(description=_("For colleagues."), examples=[""])
    hidden: bool = Field(description=_HIDDEN, examples=[False])
    version: int = Field(examples=[1])


class Assets(Listed):
    """A page of equipment by name: `AssetOut` for staff, `AssetForAll` for a contact."""

    items: list[AssetOut | AssetForAll]


class AssetQuery(ExternalQuery):
    """Which equipment."""

    open_prefix: ClassVar[str] = PREFIX

    q: Word = Field(
        default="", description=_("Words of the name, serial number or company."), examples=["2214"]
    )
    company: UUID | None = Field(default=None, description=_("uid of the company."))
    site: UUID | None = Field(default=None, description=_("uid of the site."))


class AssetIn(ExternalIn):
    """A new machine."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"company": EXAMPLE_UID, "name": "Coffee machine", "serial": "CM-2214-07"}]
        }
    )

    company: UUID = Field(description=_("uid of the company."))
    name: Plain = Field(min_length=1, max_length=200)
    site: UUID | None = Field(default=None, description=_("uid of a site of the company."))
    type: Word | None = Field(default=None, description=_("Code of the type; else what the model says."))
    manufacturer: Word | None = Field(
        default=None, description=_("Code of the manufacturer; else what the model says.")
    )
    model: Word | None = Field(default=None, description=_("Code of the model."))
    serial: Plain = Field(default="", max_length=100)
    warranty_until: date | None = None
    notes: Text = ""
    fields: FieldValuesIn | None = None


class AssetPatch(ExternalIn):
    """New values; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"serial": "CM-2214-08", "version": 1}]})

    company: UUID | None = Field(default=None, description=_("uid of the company it went to."))
    name: Plain | None = Field(default=None, min_length=1, max_length=200)
    site: UUID | None = Field(default=None, description=_("uid of a site of the company; null: at none."))
    type: Word | None = Field(default=None, description=_("Code of the type; else what the model says."))
    manufacturer: Word | None = Field(
        default=None, description=_("Code of the manufacturer; else what the model says.")
    )
    model: Word | None = Field(default=None, description=_("Code of the model."))
    serial: Plain | None = Field(default=None, max_length=100)
    warranty_until: date | None = Field(default=None, description=_("The last day; null: not known."))
    notes: Text | None = None
    fields: FieldValuesIn | None = None
    hidden: bool | None = Field(default=None, description=_HIDDEN)
    version: Version | None = Field(default=None, description=_VERSION)


class AssetDirectories(Listed):
    """A page of a directory of equipment."""

    items: list[Configured]


class AssetModels(Listed):
    """A page of models."""

    items: list[AssetModelOut]


class AssetModelOut(Configured):
    """A model."""

    manufacturer: Coded | None = None
    asset_type: Coded | None = None


class DirectoryIn(Input):
    """A type of equipment or a manufacturer."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NAMED]})

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_CODE)
    hidden: bool | None = Field(default=None, description=_("True: offered no more."))


class AssetModelIn(DirectoryIn):
    """A model."""

    manufacturer: Word | None = Field(default=None, description=_("Code of the manufacturer."))
    asset_type: Word | None = Field(default=None, description=_("Code of the type."))


AssetModels.model_rebuild()


def site_out(actor: Actor, site: Site) -> SiteOut | SiteForAll:
    """The site as this actor may read it."""
    values: dict[str, object] = {
        "uid": site.uid,
        "name": site.name,
        "company": named(site.company.uid, site.company.name),
        "address": site.address,
        "access_hours": site.access_hours,
        "fields": readable(actor, "site", site.custom),
    }
    if not actor.is_agent:
        return SiteForAll.model_validate(values)
    values |= {
        "external_id": site.external_id,
        "map_url": map_url(site.address),
        "contacts": [named(one.uid, one.name) for one in site.contacts.all()],
        **our_people(site),
        "notes": site.notes,
        "hidden": site.hidden,
        "version": site.version,
    }
    return SiteOut.model_validate(values)


def asset_out(actor: Actor, asset: Asset) -> AssetOut | AssetForAll:
    """The machine as this actor may read it; without its site where sites are switched off."""
    known = directories()
    site = asset.site if SITES.get() else None
    values: dict[str, object] = {
        "uid": asset.uid,
        "name": asset.name,
        "company": named(asset.company.uid, asset.company.name),
        "site": named(site.uid, site.name) if site else None,
        "type": _coded(known.types.get(asset.type_id or 0)),
        "manufacturer": _coded(known.manufacturers.get(asset.manufacturer_id or 0)),
        "model": _coded(known.models.get(asset.model_id or 0)),
        "serial": asset.serial,
        "warranty_until": asset.warranty_until,
        "picture": picture_out(asset.picture),
        "fields": readable(actor, "asset", asset.custom),
    }
    if not actor.is_agent:
        return AssetForAll.model_validate(values)
    values |= {name: getattr(asset, name) for name in ("external_id", "notes", "hidden", "version")}
    return AssetOut.model_validate(values)


def directory_out(row: AssetType | Manufacturer | AssetModel) -> Configured:
    """A row of a directory."""
    return Configured.model_validate(shared(row, hidden=row.hidden))


def asset_model_out(row: AssetModel) -> AssetModelOut:
    """A model with what it brings along."""
    known = directories()
    own = {
        "manufacturer": _coded(known.manufacturers.get(row.manufacturer_id or 0)),
        "asset_type": _coded(known.types.get(row.type_id or 0)),
    }
    return AssetModelOut.model_validate(shared(row, hidden=row.hidden) | own)


def _coded(row: AssetType | Manufacturer | AssetModel | None) -> Coded | None:
    return Coded(code=row.code, name=str(row.name)) if row is not None else None
