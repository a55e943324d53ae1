"""`/calendars`: when work is done. Staff read them, administrators make and change them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import administrator, staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.calendars import (
    CalendarIn,
    CalendarOut,
    CalendarPatch,
    Calendars,
    calendar_out,
    spec_of,
)
from otklik.api.schemas.pages import PageQuery
from otklik.api.versions import etag, expected_version
from otklik.core.errors import NotFound
from otklik.organisation.calendars import CalendarInfo, calendar_named, calendars
from otklik.organisation.commands import change_calendar, create_calendar

router = Router(tags=["configuration"])


@router.get(
    "/calendars",
    **told(
        _("List calendars"),
        _("With weeks and special days. For staff."),
        gives={200: Calendars},
        refuses=(403, 422),
    ),
)
def list_calendars(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """The default first."""
    staff(request)
    page = page_of_small(calendars(), query, lambda row: row.code)
    return listed(request, Calendars(items=[calendar_out(row) for row in page.rows]), page.after)


@router.get(
    "/calendars/{code}",
    **told(_("Read a calendar"), _("For staff."), gives={200: CalendarOut}, refuses=(403, 404)),
)
def read_calendar(request: ApiRequest, code: str) -> HttpResponse:
    """One by its code."""
    staff(request)
    row = _calendar(code)
    return answer(calendar_out(row), headers=etag(row.version))


@router.post(
    "/calendars",
    **told(
        _("Add a calendar"),
        _("For administrators. With a country, its holidays of this and the next year are loaded."),
        gives={201: CalendarOut},
        refuses=(403, 409, 422),
    ),
)
def add_calendar(request: ApiRequest, body: CalendarIn) -> HttpResponse:
    """`organisation.commands.create_calendar`."""
    actor = administrator(request)
    spec = spec_of(body, None)
    return answer_once(request, lambda: calendar_out(create_calendar(actor.ref, body.code, spec)), status=201)


@router.patch(
    "/calendars/{code}",
    **told(
        _("Change a calendar"),
        _("For administrators. What is left out stays; `weeks` and `days` are given whole."),
        gives={200: CalendarOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_calendar(request: ApiRequest, code: str, body: CalendarPatch) -> HttpResponse:
    """`organisation.commands.change_calendar`."""
    actor = administrator(request)
    row = _calendar(code)
    version = expected_version(request, body.version)
    changed = change_calendar(actor.ref, row, spec_of(body, row), version=version)
    return answer(calendar_out(changed), headers=etag(changed.version))


def _calendar(code: str) -> CalendarInfo:
    found = calendar_named(code)
    if found is None:
        raise NotFound(gettext("There is no such calendar."))
    return found
