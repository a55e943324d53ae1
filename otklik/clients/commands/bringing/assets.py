"""Equipment from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients.commands.assets import (
    MAX_NAME,
    MAX_SERIAL,
    AssetSpec,
    faults_of,
    put_asset,
    serial_taken,
)
from otklik.clients.commands.bringing.batches import Batch, Plan, Taking, keys_of, may_be, only, put
from otklik.clients.commands.bringing.companies_named import CompaniesNamed, companies_named
from otklik.clients.commands.bringing.custom import CustomOf
from otklik.clients.commands.bringing.directories import Described, described, made, may_make
from otklik.clients.commands.bringing.rows import Brought, Manner, Outcome
from otklik.clients.commands.parts import keep_parts
from otklik.clients.custom import ASSET
from otklik.clients.events import ASSET_CHANGED, ASSET_CREATED
from otklik.clients.models import Asset, Company, Site
from otklik.clients.place_access import require_asset_edit, visible_assets, visible_sites
from otklik.clients.place_queries import in_use
from otklik.clients.serials import serial_key
from otklik.core import clock, small, text
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

WRITTEN = (
    *("external_id", "company", "site", "type", "manufacturer", "model", "name", "name_key", "serial"),
    *("serial_key", "warranty_until", "notes", "custom", "version"),
)

TAKING: Taking[Asset] = Taking("asset", (ASSET_CREATED, ASSET_CHANGED), WRITTEN)


@transaction.atomic
def bring_assets(actor: Actor, rows: Sequence[Brought], manner: Manner) -> list[Outcome]:
    """Add or change equipment. Needs `clients.edit`. Writes `asset.created` or `asset.changed` for each.

    A machine is found again by external id, else by its serial number within the company, else (a row
    without a serial number) by name at the site. Texts: `name`, `company`, `company_external_id`, `site` (its
    name within the company, or external id), `type`, `manufacturer`, `model`, `serial`, `warranty_until`
    (2026-12-31), `notes`. What the directories lack is added where `manner.makes` and the actor may.
    """
    require_asset_edit(actor)
    known = _known(actor, rows)
    plan: Plan[Asset] = Plan()
    custom = CustomOf(actor, ASSET)
    step = _Step(actor, known, plan, manner, manner.makes and may_make(actor), custom)
    batch = Batch(actor, rows, manner)
    return TAKING.take(
        batch, plan, step.take, lambda: keep_parts(plan.rows), custom.write_index, lambda: _tell_first(plan)
    )


@dataclass(frozen=True)
class _Known:
    """The machines a batch may mean, the companies and sites it names."""

    by_external: dict[str, Asset]
    by_serial: dict[tuple[str, int], list[Asset]]
    by_name: dict[tuple[str, int, int | None], list[Asset]]
    sites_by_external: dict[str, Site]
    sites_by_name: dict[tuple[str, int], list[Site]]
    companies: CompaniesNamed

    def find(self, row: Brought, company: Company | None, site: Site | None) -> Asset | None:
        """The machine a row is about."""
        if row.external_id in self.by_external or company is None:
            return self.by_external.get(row.external_id)
        serial = _serial_key(row.text("serial"))
        if serial:
            alike, field = self.by_serial.get((serial, company.pk), []), "serial"
        else:
            key = (_name_key(row.text("name")), company.pk, site.pk if site else None)
            alike, field = [one for one in self.by_name.get(key, []) if not one.serial], "name"
        return only([one for one in alike if may_be(row, one.external_id)], field)

    def site(self, row: Brought, company: Company) -> Site | None:
        """The site a row names; None for none."""
        word = row.text("site_external_id") or row.text("site")
        if not word:
            return None
        key = (text.key(word), company.pk)
        found = self.sites_by_external.get(word) or only(self.sites_by_name.get(key, []), "site")
        if found is None:
            raise Invalid({"site": _("The company has no site “%(name)s”.") % {"name": word}})
        return found


@dataclass(frozen=True)
class _Step:
    """What every row of a batch is taken with."""

    actor: Actor
    known: _Known
    plan: Plan[Asset]
    manner: Manner
    makes: bool
    custom: CustomOf

    def take(self, row: Brought) -> Outcome:
        """Plan one row."""
        named = self.known.companies.of(row)
        own = self.known.by_external.get(row.external_id)
        company = named or (own.company if own else None)
        if company is None:
            raise Invalid({"company": _("Name the company.")})
        site = self.known.site(row, company)
        found = self.known.find(row, company, site)
        self.plan.claim(found)
        asset = found or Asset(created_at=clock.now())
        what = described(row, may_lack=self.makes)
        self._check(row, found, _spec(row, asset, company, site, what))
        if what.lacking and not self.manner.is_trial:
            what = made(self.actor, row, what)
        type_id = what.type_id if "type" in row.texts else asset.type_id
        fields = self.custom.plan(row, asset, {"asset_type": [type_id]} if type_id else {})
        changes = put_asset(asset, _spec(row, asset, company, site, what))
        changes += put(asset, row.called, told=True)
        changes += self.custom.put(asset, fields)
        return self.plan.add(asset, changes)

    def _check(self, row: Brought, found: Asset | None, spec: AssetSpec) -> None:
        problems = faults_of(spec)
        others = self.known.by_serial.get((_serial_key(spec.serial), spec.company.pk), [])
        if "serial" in row.texts and any(one != found for one in others):
            problems["serial"] = serial_taken()
        if problems:
            raise Invalid(problems)


def _tell_first(plan: Plan[Asset]) -> None:
    """With the first machine of all, forms begin to ask for one."""
    if plan.new and not in_use()[1]:
        small.bump()


def _spec(row: Brought, asset: Asset, company: Company, site: Site | None, what: Described) -> AssetSpec:
    """The machine as it will be: what the row says, else what stands."""
    says_site = "site" in row.texts or "site_external_id" in row.texts
    day = row.texts.get("warranty_until")
    stays = asset.site if asset.pk and not says_site and asset.company_id == company.pk else site
    return AssetSpec(
        company,
        row.texts.get("name", asset.name),
        stays,
        what.type_id if "type" in row.texts else asset.type_id,
        what.manufacturer_id if "manufacturer" in row.texts else asset.manufacturer_id,
        what.model_id if "model" in row.texts else asset.model_id,
        row.texts.get("serial", asset.serial),
        asset.warranty_until if day is None else date.fromisoformat(day) if day else None,
        row.texts.get("notes", asset.notes),
    )


def _known(actor: Actor, rows: Sequence[Brought]) -> _Known:
    known = _Known({}, {}, {}, {}, {}, companies_named(actor, rows))
    external = {row.external_id for row in rows if row.external_id}
    serials = {_serial_key(row.text("serial")) for row in rows} - {""}
    nameless = {_name_key(row.text("name")) for row in rows if not row.text("serial")}
    wanted = Q(serial_key__in=serials, hidden=False) | Q(name_key__in=nameless, serial_key="", hidden=False)
    assets = visible_assets(actor).filter(Q(external_id__in=external) | wanted).order_by("pk")
    for asset in assets.select_related("company", "site").select_for_update(of=("self",)):
        if asset.external_id:
            known.by_external[asset.external_id] = asset
        if not asset.hidden:
            if asset.serial_key:
                known.by_serial.setdefault((asset.serial_key, asset.company_id), []).append(asset)
            key = (asset.name_key, asset.company_id, asset.site_id)
            known.by_name.setdefault(key, []).append(asset)
    words = {row.text(name) for row in rows for name in ("site", "site_external_id")} - {""}
    named = Q(name_key__in=keys_of(words), hidden=False)
    for site in visible_sites(actor).filter(Q(external_id__in=words) | named).order_by("pk"):
        if site.external_id:
            known.sites_by_external[site.external_id] = site
        if not site.hidden:
            known.sites_by_name.setdefault((site.name_key, site.company_id), []).append(site)
    return known


def _serial_key(serial: str) -> str:
    return serial_key(text.one_line(serial, MAX_SERIAL))[:MAX_SERIAL]


def _name_key(name: str) -> str:
    return text.key(text.one_line(name, MAX_NAME))[:MAX_NAME]
