"""What the forms of sites and equipment ask, and how it becomes what the commands take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.clients.asset_shapes import asset_models, asset_types, manufacturers
from otklik.clients.commands import AssetSpec, SiteSpec
from otklik.core.configuring.kinds import One, Option, Several, Text
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid
from otklik.settings_ui.client_forms import managers, our_people

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Company, Contact, Site

Options = Callable[[], Sequence[Option]]


def site_fields(companies: One, people: Options | None) -> Sequence[Field]:
    """The fields of a site; `people` are the company's, None while the company is not chosen yet."""
    asked = [
        Field("company", _("Company"), companies, required=True, is_fixed=True),
        Field("name", _("Title"), Text(limit=200), _("As people there call it."), required=True),
        Field("address", _("Address"), Text(limit=300), _("A link to a map is made of it.")),
        Field("access_hours", _("Access hours"), Text(limit=200), _("When one may come, and how to get in.")),
    ]
    if people is not None:
        asked.append(Field("contacts", _("People there"), Several(people)))
    return (
        *asked,
        Field("notes", _("Notes for colleagues"), Text(limit=5000, lines=4)),
        Field("manager", _("Looks after it"), One(managers, empty=_("nobody")), group=_("Our people")),
        Field(
            "observers",
            _("Follow its new tickets"),
            Several(managers, looks="people"),
            _("Together with those who follow the tickets of the company and of the contact."),
            group=_("Our people"),
        ),
    )


def asset_fields(companies: One, sites: One | None) -> Sequence[Field]:
    """The fields of a machine; `sites` are the company's, None while the company is not chosen or where sites
    are switched off."""
    asked = [
        Field("company", _("Company"), companies, required=True, is_fixed=True),
        Field("name", _("Title"), Text(limit=200), _("As people there call it."), required=True),
    ]
    if sites is not None:
        asked.append(Field("site", _("Site"), sites))
    return (
        *asked,
        Field("serial", _("Serial number"), Text(limit=100)),
        Field("model", _("Model"), One(asset_models, empty=_("not said"))),
        Field(
            "manufacturer",
            _("Manufacturer"),
            One(manufacturers, empty=_("as the model says")),
        ),
        Field("type", _("Type"), One(asset_types, empty=_("as the model says"))),
        Field("warranty_until", _("Warranty until"), Text(limit=10, type="date")),
        Field("notes", _("Notes for colleagues"), Text(limit=5000, lines=4)),
    )


def site_values(site: Site) -> dict[str, object]:
    """What stands in the form of a site."""
    return {
        "company": str(site.company.uid),
        "name": site.name,
        "address": site.address,
        "access_hours": site.access_hours,
        "notes": site.notes,
        "contacts": [str(uid) for uid in site.contacts.values_list("uid", flat=True)],
        **our_people(site),
    }


def asset_values(asset: Asset) -> dict[str, object]:
    """What stands in the form of a machine."""
    return {
        "company": str(asset.company.uid),
        "name": asset.name,
        "site": str(asset.site.uid) if asset.site else "",
        "serial": asset.serial,
        "type": asset.type_id,
        "manufacturer": asset.manufacturer_id,
        "model": asset.model_id,
        "warranty_until": asset.warranty_until.isoformat() if asset.warranty_until else "",
        "notes": asset.notes,
    }


def site_spec(given: Mapping[str, object], company: Company, contacts: Sequence[Contact]) -> SiteSpec:
    """What the site's commands take."""
    return SiteSpec(
        company=company,
        name=str(given["name"]),
        address=str(given["address"]),
        access_hours=str(given["access_hours"]),
        notes=str(given["notes"]),
        contacts=contacts,
    )


def asset_spec(given: Mapping[str, object], company: Company, site: Site | None) -> AssetSpec:
    """What the machine's commands take; `Invalid` for what is no day."""
    return AssetSpec(
        company=company,
        name=str(given["name"]),
        site=site,
        type_id=_id(given["type"]),
        manufacturer_id=_id(given["manufacturer"]),
        model_id=_id(given["model"]),
        serial=str(given["serial"]),
        warranty_until=_day(str(given["warranty_until"]).strip()),
        notes=str(given["notes"]),
    )


def chosen_of(given: Mapping[str, object], name: str) -> list[str]:
    """The uids chosen in a box of several; none where the form had no such box."""
    return _several(given.get(name, ()))


def _several(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _id(value: object) -> int | None:
    return int(str(value)) if str(value or "").isdecimal() else None


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        words = gettext("Enter a day such as 2027-03-31.")
        raise Invalid({"warranty_until": words}) from error
