"""`/brands`: what clients see, for staff to read and for administrators to make and change, with the logo."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.brands import BrandIn, BrandOut, Brands, LogoIn, brand_out
from otklik.api.schemas.pages import PageQuery
from otklik.api.set_up import change, make, uid_by_code
from otklik.api.setting_up import ADDING, CHANGING
from otklik.core.errors import Invalid, NotFound
from otklik.core.files import read_blob
from otklik.organisation.queries import brands
from otklik.people.commands import get_set_up, remove_brand_logo, set_brand_logo
from otklik.people.commands.configure import require_setting_up
from otklik.tickets.access import get_file_for
from otklik.web.setting_up import BRAND

if TYPE_CHECKING:
    from otklik.organisation.models import Brand

router = Router(tags=["configuration"])


@router.get("/brands", **told(_("List brands"), _("For staff."), gives={200: Brands}, refuses=(403, 422)))
def list_brands(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """The default first, hidden ones too."""
    staff(request)
    page = page_of_small(brands(), query, lambda row: row.code)
    return listed(request, Brands(items=[brand_out(row) for row in page.rows]), page.after)


@router.get(
    "/brands/{code}", **told(_("Read a brand"), _("For staff."), gives={200: BrandOut}, refuses=(403, 404))
)
def read_brand(request: ApiRequest, code: str) -> HttpResponse:
    """One of them."""
    staff(request)
    found = next((row for row in brands() if row.code == code), None)
    if found is None:
        raise NotFound
    return answer(brand_out(found))


@router.post("/brands", **told(_("Add a brand"), gives={201: BrandOut}, refuses=ADDING))
def add_brand(request: ApiRequest, body: BrandIn) -> HttpResponse:
    """For administrators."""
    return answer_once(request, lambda: brand_out(make(request.auth, BRAND, body)), status=201)


@router.patch("/brands/{code}", **told(_("Change a brand"), gives={200: BrandOut}, refuses=CHANGING))
def patch_brand(request: ApiRequest, code: str, body: BrandIn) -> HttpResponse:
    """For administrators."""
    found = uid_by_code(brands(), code)
    return answer(brand_out(change(request.auth, BRAND, found, body)))


@router.post(
    "/brands/{code}/logo",
    **told(
        _("Give a brand a logo"),
        _("Upload the picture to `/files` first. It stands at the top of client pages and of mails."),
        gives={200: BrandOut},
        refuses=CHANGING,
    ),
)
def give_logo_to_brand(request: ApiRequest, code: str, body: LogoIn) -> HttpResponse:
    """For administrators; the picture is decoded and drawn anew."""
    brand = _brand(request, code)
    try:
        file = get_file_for(request.auth, str(body.file))
    except NotFound as error:
        raise Invalid({"file": error.message}) from error
    return answer_once(request, lambda: _shown(request, brand, read_blob(file.blob)), status=200)


@router.delete(
    "/brands/{code}/logo",
    **told(_("Take a brand's logo away"), gives={200: BrandOut}, refuses=(403, 404)),
)
def take_logo_of_brand(request: ApiRequest, code: str) -> HttpResponse:
    """For administrators; without one nothing changes."""
    brand = _brand(request, code)
    remove_brand_logo(request.auth, brand)
    return answer(brand_out(brand))


def _shown(request: ApiRequest, brand: Brand, picture: bytes) -> BrandOut:
    try:
        set_brand_logo(request.auth, brand, picture)
    except Invalid as error:
        raise Invalid({"file": error.fields["logo"]}) from error
    return brand_out(brand)


def _brand(request: ApiRequest, code: str) -> Brand:
    """For administrators only; `NotFound` for whoever may know that there is none."""
    require_setting_up(request.auth, BRAND)
    uid: UUID | None = uid_by_code(brands(), code)
    if uid is None:
        raise NotFound
    return get_set_up(request.auth, BRAND, str(uid))
