"""Equipment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.commands.hiding import set_hidden
from otklik.clients.commands.parts import keep_parts
from otklik.clients.commands.recording import put
from otklik.clients.events import ASSET_CHANGED, ASSET_CREATED
from otklik.clients.models import Asset, Company, Site
from otklik.clients.place_access import require_asset_edit
from otklik.clients.place_queries import directories, in_use
from otklik.clients.serials import serial_key
from otklik.core import clock, small, text
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

MAX_NAME, MAX_SERIAL = 200, 100


@dataclass(frozen=True)
class AssetSpec:
    """What a machine is: whose, where, what it is called. `type_id`, `manufacturer_id`, `model_id` are rows
    of the directories; what a model says of its type and maker need not be given."""

    company: Company
    name: str
    site: Site | None = None
    type_id: int | None = None
    manufacturer_id: int | None = None
    model_id: int | None = None
    serial: str = ""
    warranty_until: date | None = None
    notes: str = ""


@transaction.atomic
def create_asset(actor: Actor, spec: AssetSpec) -> Asset:
    """Add a machine to a company. Needs `clients.edit`. Writes `asset.created`.

    `Invalid` for an empty name, a site of another company, a model of another maker, a directory row that is
    none, a serial number the company has already.
    """
    require_asset_edit(actor)
    _check(spec, None)
    asset = Asset(company=spec.company, created_at=clock.now())
    put_asset(asset, spec)
    asset.save()
    keep_parts([asset])
    if not in_use()[1]:
        small.bump()
    record(ASSET_CREATED, actor.ref, Subject("asset", asset.pk))
    return asset


@transaction.atomic
def change_asset(actor: Actor, asset: Asset, *, version: int, spec: AssetSpec) -> Asset:
    """Replace a machine's data, also whose it is. Needs `clients.edit`; `Conflict` when it was saved after
    `version` was read.

    Writes `asset.changed` with from and to (of notes only that they changed); the same values change nothing.
    """
    require_asset_edit(actor)
    row = Asset.objects.select_for_update().get(pk=asset.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this equipment meanwhile. Look at the new values and save again."))
    _check(spec, row)
    changes = put_asset(row, spec)
    if not changes:
        return row
    row.version += 1
    row.save()
    keep_parts([row])
    record(ASSET_CHANGED, actor.ref, Subject("asset", row.pk), changes=changes)
    return row


@transaction.atomic
def hide_asset(actor: Actor, asset: Asset, *, hidden: bool = True) -> Asset:
    """Make a machine history only, or bring it back: not found, not offered, its label leads nowhere.

    Needs `clients.edit`. Its tickets stay as they are. Writes `asset.changed`.
    """
    require_asset_edit(actor)
    return set_hidden(actor, asset, ASSET_CHANGED, hidden=hidden)


def _check(spec: AssetSpec, asset: Asset | None) -> None:
    problems = faults_of(spec)
    if _has_twin(spec, asset):
        problems["serial"] = serial_taken()
    if problems:
        raise Invalid(problems)


def serial_taken() -> str:
    """The sentence for a serial number that another machine of the company has."""
    return _("The company has equipment with this serial number already.")


def faults_of(spec: AssetSpec) -> dict[str, str]:
    """What is wrong with a machine's data, by field, without asking for others with its serial number."""
    known = directories()
    problems: dict[str, str] = {}
    if not text.one_line(spec.name, MAX_NAME):
        problems["name"] = _("Enter what it is called.")
    if spec.site is not None and spec.site.company_id != spec.company.pk:
        problems["site"] = _("Choose a site of the same company.")
    for name, pk, rows in (
        ("type", spec.type_id, known.types),
        ("manufacturer", spec.manufacturer_id, known.manufacturers),
        ("model", spec.model_id, known.models),
    ):
        if pk is not None and pk not in rows:
            problems[name] = _("There is no such choice any more. Choose from the list.")
    model = known.models.get(spec.model_id or 0)
    maker = model.manufacturer_id if model else None
    if maker and spec.manufacturer_id and maker != spec.manufacturer_id:
        problems["model"] = _("This model is of another manufacturer.")
    return problems


def _has_twin(spec: AssetSpec, asset: Asset | None) -> bool:
    key = serial_key(spec.serial)[:MAX_SERIAL]
    if not key:
        return False
    others = Asset.objects.filter(serial_key=key, company_id=spec.company.pk, hidden=False)
    return others.exclude(pk=asset.pk if asset else 0).exists()


def put_asset(asset: Asset, spec: AssetSpec) -> list[Change]:
    """Set a machine's columns, what its model says among them; what changed."""
    model = directories().models.get(spec.model_id or 0)
    name, serial = text.one_line(spec.name, MAX_NAME), text.one_line(spec.serial, MAX_SERIAL)
    changes = put(
        asset,
        {
            "company_id": spec.company.pk,
            "site_id": spec.site.pk if spec.site else None,
            "type_id": spec.type_id or (model.type_id if model else None),
            "manufacturer_id": spec.manufacturer_id or (model.manufacturer_id if model else None),
            "model_id": spec.model_id,
            "name": name,
            "serial": serial,
            "warranty_until": spec.warranty_until,
            "notes": text.storable(spec.notes).strip(),
        },
    )
    asset.name_key = text.key(name)[:MAX_NAME]
    asset.serial_key = serial_key(serial)[:MAX_SERIAL]
    return changes
