"""`/asset-types`, `/manufacturers`, `/asset-models`: what equipment is described by. Staff and contacts read,
administrators make and change."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.configuration import Configured
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.places import (
    AssetDirectories,
    AssetModelIn,
    AssetModelOut,
    AssetModels,
    DirectoryIn,
    asset_model_out,
    directory_out,
)
from otklik.api.set_up import change, make
from otklik.api.setting_up import ADDING, CHANGING, uid_in
from otklik.clients.place_access import require_assets
from otklik.clients.place_queries import directories
from otklik.web.setting_up import ASSET_MODEL, ASSET_TYPE, MANUFACTURER

router = Router(tags=["configuration"])


@router.get(
    "/asset-types",
    **told(_("List types of equipment"), gives={200: AssetDirectories}, refuses=(404, 422)),
)
def list_asset_types(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In their order; hidden ones for staff, because old machines have them."""
    require_assets()
    rows = [row for row in directories().types.values() if request.auth.is_agent or not row.hidden]
    page = page_of_small(rows, query, lambda row: row.code)
    return listed(request, AssetDirectories(items=[directory_out(row) for row in page.rows]), page.after)


@router.post(
    "/asset-types",
    **told(_("Add a type of equipment"), gives={201: Configured}, refuses=(*ADDING, 404)),
)
def add_asset_type(request: ApiRequest, body: DirectoryIn) -> HttpResponse:
    """For administrators."""
    require_assets()
    return answer_once(request, lambda: directory_out(make(request.auth, ASSET_TYPE, body)), status=201)


@router.patch(
    "/asset-types/{code}",
    **told(_("Change a type of equipment"), gives={200: Configured}, refuses=CHANGING),
)
def patch_asset_type(request: ApiRequest, code: str, body: DirectoryIn) -> HttpResponse:
    """For administrators."""
    require_assets()
    found = uid_in(directories().types, code)
    return answer(directory_out(change(request.auth, ASSET_TYPE, found, body)))


@router.get(
    "/manufacturers",
    **told(_("List manufacturers"), gives={200: AssetDirectories}, refuses=(404, 422)),
)
def list_manufacturers(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In their order."""
    require_assets()
    rows = [row for row in directories().manufacturers.values() if request.auth.is_agent or not row.hidden]
    page = page_of_small(rows, query, lambda row: row.code)
    return listed(request, AssetDirectories(items=[directory_out(row) for row in page.rows]), page.after)


@router.post(
    "/manufacturers", **told(_("Add a manufacturer"), gives={201: Configured}, refuses=(*ADDING, 404))
)
def add_manufacturer(request: ApiRequest, body: DirectoryIn) -> HttpResponse:
    """For administrators."""
    require_assets()
    return answer_once(request, lambda: directory_out(make(request.auth, MANUFACTURER, body)), status=201)


@router.patch(
    "/manufacturers/{code}",
    **told(_("Change a manufacturer"), gives={200: Configured}, refuses=CHANGING),
)
def patch_manufacturer(request: ApiRequest, code: str, body: DirectoryIn) -> HttpResponse:
    """For administrators."""
    require_assets()
    found = uid_in(directories().manufacturers, code)
    return answer(directory_out(change(request.auth, MANUFACTURER, found, body)))


@router.get(
    "/asset-models", **told(_("List models of equipment"), gives={200: AssetModels}, refuses=(404, 422))
)
def list_asset_models(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In their order, each with manufacturer and type."""
    require_assets()
    rows = [row for row in directories().models.values() if request.auth.is_agent or not row.hidden]
    page = page_of_small(rows, query, lambda row: row.code)
    return listed(request, AssetModels(items=[asset_model_out(row) for row in page.rows]), page.after)


@router.post(
    "/asset-models",
    **told(_("Add a model of equipment"), gives={201: AssetModelOut}, refuses=(*ADDING, 404)),
)
def add_asset_model(request: ApiRequest, body: AssetModelIn) -> HttpResponse:
    """For administrators."""
    require_assets()
    return answer_once(request, lambda: asset_model_out(make(request.auth, ASSET_MODEL, body)), status=201)


@router.patch(
    "/asset-models/{code}",
    **told(_("Change a model of equipment"), gives={200: AssetModelOut}, refuses=CHANGING),
)
def patch_asset_model(request: ApiRequest, code: str, body: AssetModelIn) -> HttpResponse:
    """For administrators."""
    require_assets()
    found = uid_in(directories().models, code)
    return answer(asset_model_out(change(request.auth, ASSET_MODEL, found, body)))
