"""`/asset-types`, `/manufacturers`, `/asset-models`: what equipment is described by. Staff and contacts read,
administrators make and change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel

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
from otklik.core.configuring.shapes import Shape
from otklik.core.paging import Page
from otklik.web.setting_up import ASSET_MODEL, ASSET_TYPE, MANUFACTURER

if TYPE_CHECKING:
    from otklik.clients.models import AssetModel, AssetType, Manufacturer

Row = TypeVar("Row", "AssetType", "Manufacturer", "AssetModel")
router = Router(tags=["configuration"])


@router.get(
    "/asset-types",
    **told(_("List types of equipment"), gives={200: AssetDirectories}, refuses=(404, 422)),
)
def list_asset_types(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In their order."""
    page = _page(request, query, directories().types.values())
    return listed(request, AssetDirectories(items=[directory_out(row) for row in page.rows]), page.after)


@router.post(
    "/asset-types",
    **told(_("Add a type of equipment"), gives={201: Configured}, refuses=(*ADDING, 404)),
)
def add_asset_type(request: ApiRequest, body: DirectoryIn) -> HttpResponse:
    """For administrators."""
    return _added(request, ASSET_TYPE, body, directory_out)


@router.patch(
    "/asset-types/{code}",
    **told(_("Change a type of equipment"), gives={200: Configured}, refuses=CHANGING),
)
def patch_asset_type(request: ApiRequest, code: str, body: DirectoryIn) -> HttpResponse:
    """For administrators."""
    return _changed(request, ASSET_TYPE, uid_in(directories().types, code), body, directory_out)


@router.get(
    "/manufacturers",
    **told(_("List manufacturers"), gives={200: AssetDirectories}, refuses=(404, 422)),
)
def list_manufacturers(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In their order."""
    page = _page(request, query, directories().manufacturers.values())
    return listed(request, AssetDirectories(items=[directory_out(row) for row in page.rows]), page.after)


@router.post(
    "/manufacturers", **told(_("Add a manufacturer"), gives={201: Configured}, refuses=(*ADDING, 404))
)
def add_manufacturer(request: ApiRequest, body: DirectoryIn) -> HttpResponse:
    """For administrators."""
    return _added(request, MANUFACTURER, body, directory_out)


@router.patch(
    "/manufacturers/{code}",
    **told(_("Change a manufacturer"), gives={200: Configured}, refuses=CHANGING),
)
def patch_manufacturer(request: ApiRequest, code: str, body: DirectoryIn) -> HttpResponse:
    """For administrators."""
    return _changed(request, MANUFACTURER, uid_in(directories().manufacturers, code), body, directory_out)


@router.get(
    "/asset-models", **told(_("List models of equipment"), gives={200: AssetModels}, refuses=(404, 422))
)
def list_asset_models(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In their order, each with manufacturer and type."""
    page = _page(request, query, directories().models.values())
    return listed(request, AssetModels(items=[asset_model_out(row) for row in page.rows]), page.after)


@router.post(
    "/asset-models",
    **told(_("Add a model of equipment"), gives={201: AssetModelOut}, refuses=(*ADDING, 404)),
)
def add_asset_model(request: ApiRequest, body: AssetModelIn) -> HttpResponse:
    """For administrators."""
    return _added(request, ASSET_MODEL, body, asset_model_out)


@router.patch(
    "/asset-models/{code}",
    **told(_("Change a model of equipment"), gives={200: AssetModelOut}, refuses=CHANGING),
)
def patch_asset_model(request: ApiRequest, code: str, body: AssetModelIn) -> HttpResponse:
    """For administrators."""
    return _changed(request, ASSET_MODEL, uid_in(directories().models, code), body, asset_model_out)


def _page(request: ApiRequest, query: PageQuery, rows: Iterable[Row]) -> Page[Row]:
    """Of a directory in its order; hidden ones for staff, because old machines have them."""
    require_assets()
    seen = [row for row in rows if request.auth.is_agent or not row.hidden]
    return page_of_small(seen, query, lambda row: row.code)


def _added(
    request: ApiRequest, shape: Shape[Row], body: DirectoryIn, out: Callable[[Row], BaseModel]
) -> HttpResponse:
    require_assets()
    return answer_once(request, lambda: out(make(request.auth, shape, body)), status=201)


def _changed(
    request: ApiRequest,
    shape: Shape[Row],
    uid: UUID | None,
    body: DirectoryIn,
    out: Callable[[Row], BaseModel],
) -> HttpResponse:
    require_assets()
    return answer(out(change(request.auth, shape, uid, body)))
