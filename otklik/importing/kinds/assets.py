"""Equipment as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from django.utils.translation import gettext_lazy as _

from otklik.clients.commands.bringing import Brought, bring_assets
from otklik.clients.models import Asset
from otklik.clients.place_queries import assets_found, directories
from otklik.clients.serials import serial_key
from otklik.clients.settings import ASSETS as ARE_ON
from otklik.core import text
from otklik.importing.kinds.columns import EXTERNAL, Column, Kind, column, external_column
from otklik.importing.kinds.contacts import COMPANY, COMPANY_ID
from otklik.importing.kinds.custom import custom_cells, narrowed, with_custom
from otklik.importing.kinds.dates import day, shown
from otklik.importing.kinds.sites import company_word
from otklik.people.actor import Actor

COLUMNS: tuple[Column, ...] = (
    external_column("A-4001"),
    column(
        "name",
        "Название",
        "Name",
        *("оборудование", "наименование", "наименование оборудования", "asset", "equipment", "устройство"),
        example=("Кофемашина в зале", "Coffee machine"),
        is_required=True,
    ),
    COMPANY,
    COMPANY_ID,
    column(
        "site",
        "Объект",
        "Site",
        *("объект обслуживания", "место", "место установки", "location"),
        example=("Кафе на Тверской", "High Street café"),
    ),
    column("site_external_id", "Внешний код объекта", "Site external ID", "код объекта", "site id"),
    column(
        "type",
        "Тип",
        "Type",
        *("тип оборудования", "вид оборудования", "asset type"),
        example=("Кофемашина", "Coffee machine"),
    ),
    column(
        "manufacturer",
        "Производитель",
        "Manufacturer",
        "марка",
        "бренд",
        "vendor",
        "brand",
        example="Nuova Simonelli",
    ),
    column("model", "Модель", "Model", "модель оборудования", example="Appia Life"),
    column(
        "serial",
        "Серийный номер",
        "Serial number",
        *(
            "серийный",
            "заводской номер",
            "зав номер",
            "инвентарный номер",
            "инв номер",
            "s n",
            "sn",
            "serial",
        ),
        example="SN-0001",
    ),
    column(
        "warranty_until",
        "Гарантия до",
        "Warranty until",
        *("гарантия", "окончание гарантии", "warranty"),
        example="2027-12-31",
        reads=day,
    ),
    column("notes", "Заметки", "Notes", "комментарий", "примечание", "comment", "note"),
)


def _claims(row: Brought) -> Iterator[str]:
    """External id; the serial number within the company; without either the name at the site."""
    serial = serial_key(row.text("serial"))
    if row.external_id:
        yield f"id:{row.external_id}"
    if serial and company_word(row):
        yield f"serial:{company_word(row)}:{serial}"
    elif not row.external_id:
        site = row.text("site_external_id") or text.key(row.text("site"))
        yield f"name:{company_word(row)}:{site}:{text.key(row.text('name'))}"


def _rows(actor: Actor, chosen: Mapping[str, str]) -> Iterable[Asset]:
    rows = assets_found(
        actor, chosen.get("q", ""), company=chosen.get("company", ""), site=chosen.get("site", "")
    )
    return narrowed(actor, "asset", rows, chosen).iterator(chunk_size=500)


def _values(row: object) -> Mapping[str, str]:
    asset, known = cast(Asset, row), directories()
    kinds = (known.types.get(asset.type_id or 0), known.manufacturers.get(asset.manufacturer_id or 0))
    model = known.models.get(asset.model_id or 0)
    names = [str(one.name) if one else "" for one in (*kinds, model)]
    return {
        EXTERNAL: asset.external_id or "",
        "name": asset.name,
        "company": asset.company.name,
        "company_external_id": asset.company.external_id or "",
        "site": asset.site.name if asset.site else "",
        "site_external_id": (asset.site.external_id or "") if asset.site else "",
        **dict(zip(("type", "manufacturer", "model"), names, strict=True)),
        "serial": asset.serial,
        "warranty_until": shown(asset.warranty_until),
        "notes": asset.notes,
        **custom_cells(asset.custom),
    }


ASSETS = Kind(
    "assets",
    "asset",
    _("Equipment"),
    "hdd",
    with_custom(COLUMNS, "asset"),
    bring_assets,
    _claims,
    _rows,
    _values,
    _("A machine is found again by external id, else by serial number, else by name at the site."),
    ARE_ON.get,
    _("Add types, manufacturers and models that are not in the directories yet"),
)
