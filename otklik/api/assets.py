"""`/assets`: equipment of companies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once, answer_read
from otklik.api.client_fields import external_asked, fields_asked, with_fields
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.places import (
    AssetForAll,
    AssetIn,
    AssetOut,
    AssetPatch,
    AssetQuery,
    Assets,
    asset_out,
)
from otklik.api.versions import etag, expected_version
from otklik.clients.access import require_edit
from otklik.clients.commands import AssetSpec, change_asset, create_asset, hide_asset
from otklik.clients.place_access import get_asset_for, require_assets
from otklik.clients.place_queries import assets_page, directories, get_machine
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Asset

router = Router(tags=["clients"])


@router.get(
    "",
    **told(
        _("List equipment"),
        _("By name; that of companies you may know of. 404 where the module is switched off."),
        gives={200: Assets},
        refuses=(403, 404, 422),
    ),
)
def list_assets(request: ApiRequest, query: Query[AssetQuery]) -> HttpResponse:
    """A page of equipment."""
    require_assets()
    page = assets_page(
        request.auth,
        words=query.q,
        company=str(query.company or ""),
        site=str(query.site or ""),
        after=query.after,
        limit=query.limit,
        fields=fields_asked(request, request.auth, "asset"),
        external_id=external_asked(request.auth, query.external_id),
    )
    items = [asset_out(request.auth, row) for row in page.rows]
    return listed(request, Assets(items=items), page.after)


@router.post("", **told(_("Add equipment"), gives={201: AssetOut}, refuses=(403, 404, 409, 422)))
def add_asset(request: ApiRequest, body: AssetIn) -> HttpResponse:
    """`commands.create_asset`."""
    actor = request.auth
    require_assets()
    require_edit(actor)

    def add() -> AssetOut | AssetForAll:
        company = references.known_company(actor, body.company)
        spec = AssetSpec(
            company=company,
            name=body.name,
            site=references.site(actor, body.site),
            type_id=_in_directory("type", body.type),
            manufacturer_id=_in_directory("manufacturer", body.manufacturer),
            model_id=_in_directory("model", body.model),
            serial=body.serial,
            warranty_until=body.warranty_until,
            notes=body.notes,
        )
        made = with_fields(actor, create_asset(actor, spec), body, is_new=True)
        return asset_out(actor, get_machine(made))

    return answer_once(request, add, status=201)


@router.get("/{uuid:uid}", **told(_("Read equipment"), gives={200: AssetOut | AssetForAll}, refuses=(404,)))
def read_asset(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One machine."""
    asset = get_asset_for(request.auth, str(uid))
    return answer_read(request, asset_out(request.auth, asset), asset.version)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change equipment"),
        _("What is left out stays; a machine that goes to another company leaves its site."),
        gives={200: AssetOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_asset(request: ApiRequest, uid: UUID, body: AssetPatch) -> HttpResponse:
    """`commands.change_asset`."""
    actor = request.auth
    asset = get_asset_for(actor, str(uid))
    require_edit(actor)
    version = expected_version(request, body.version) or asset.version
    with transaction.atomic():
        spec = _patched(actor, asset, body)
        changed = change_asset(actor, asset, version=version, spec=spec)
        changed = with_fields(actor, changed, body)
        if body.hidden is not None:
            changed = hide_asset(actor, changed, hidden=body.hidden)
    return answer(asset_out(actor, get_machine(changed)), headers=etag(changed.version))


def _patched(actor: Actor, asset: Asset, body: AssetPatch) -> AssetSpec:
    sent = body.model_fields_set
    company = references.company(actor, body.company) or asset.company
    site = asset.site if company.pk == asset.company_id else None
    return AssetSpec(
        company=company,
        name=asset.name if body.name is None else body.name,
        site=references.site(actor, body.site) if "site" in sent else site,
        type_id=_in_directory("type", body.type) if "type" in sent else asset.type_id,
        manufacturer_id=(
            _in_directory("manufacturer", body.manufacturer)
            if "manufacturer" in sent
            else asset.manufacturer_id
        ),
        model_id=_in_directory("model", body.model) if "model" in sent else asset.model_id,
        serial=asset.serial if body.serial is None else body.serial,
        warranty_until=body.warranty_until if "warranty_until" in sent else asset.warranty_until,
        notes=asset.notes if body.notes is None else body.notes,
    )


def _in_directory(name: str, code: str | None) -> int | None:
    if code is None:
        return None
    known = directories()
    codes = {
        "type": {row.code: pk for pk, row in known.types.items()},
        "manufacturer": {row.code: pk for pk, row in known.manufacturers.items()},
        "model": {row.code: pk for pk, row in known.models.items()},
    }
    found = codes[name].get(code)
    if found is None:
        raise Invalid({name: gettext("Nothing is called “%(code)s”.") % {"code": code}})
    return found
