"""`/views`: the delivered views of the list and those that people have saved."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.canned_replies import row_id
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.saved_views import (
    ArrangeIn,
    SharingIn,
    ViewIn,
    ViewOut,
    ViewPatch,
    Views,
    saved_out,
    values_of,
    view_out,
)
from otklik.people.actor import Actor
from otklik.people.queries import staff as our_people
from otklik.tickets import commands
from otklik.tickets.enums import SharedWith
from otklik.tickets.queries.saved_views import find_saved, get_view_for, saved_views
from otklik.tickets.queries.views import VIEWS

if TYPE_CHECKING:
    from otklik.tickets.models import SavedView

router = Router(tags=["configuration"])


@router.get(
    "",
    **told(
        _("List views"),
        _("For staff: the delivered ones, then your own and those shared with you, in your order."),
        gives={200: Views},
        refuses=(403, 422),
    ),
)
def list_views(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """From memory; an administrator's list ends with all other shared ones."""
    actor = staff(request)
    every = [*map(view_out, VIEWS.values()), *(saved_out(actor, view) for view in saved_views(actor))]
    page = page_of_small(every, query, lambda row: row.code)
    return listed(request, Views(items=list(page.rows)), page.after)


@router.post(
    "",
    **told(
        _("Save a view"),
        _("Your own; share it afterwards. What the filters name must exist."),
        gives={201: ViewOut},
        refuses=(403, 409, 422),
    ),
)
def save_view(request: ApiRequest, body: ViewIn) -> HttpResponse:
    """`commands.save_view`."""
    actor = staff(request)
    return answer_once(request, lambda: _out(actor, commands.save_view(actor, values_of(body))), status=201)


@router.post(
    "/actions/arrange",
    **told(
        _("Arrange your views"),
        _("Which saved views stand at your side of the desk, and in which order; nobody else's changes."),
        gives={204: None},
        refuses=(403, 404, 422),
    ),
)
def arrange_views(request: ApiRequest, body: ArrangeIn) -> HttpResponse:
    """`commands.arrange_views`."""
    actor = staff(request)
    order, hidden = ([str(uid) for uid in uids] for uids in (body.order, body.hidden))
    return answer_once(request, lambda: commands.arrange_views(actor, order, hidden), status=204)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a view"),
        _("Its owner; a shared one: whoever may share it so."),
        gives={200: ViewOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_view(request: ApiRequest, uid: UUID, body: ViewPatch) -> HttpResponse:
    """`commands.change_view`."""
    actor = staff(request)
    row = get_view_for(actor, str(uid))
    return answer(_out(actor, commands.change_view(actor, row, values_of(body), version=body.version)))


@router.delete(
    "/{uuid:uid}",
    **told(_("Delete a view"), _("For everybody it is shared with."), gives={204: None}, refuses=(403, 404)),
)
def remove_view(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.delete_view`."""
    actor = staff(request)
    commands.delete_view(actor, get_view_for(actor, str(uid)))
    return answer(None)


@router.post(
    "/{uuid:uid}/actions/share",
    **told(
        _("Share a view"),
        _("With teams: whoever leads all of them. With everybody: administrators."),
        gives={200: ViewOut},
        refuses=(403, 404, 409, 422),
    ),
)
def share_view(request: ApiRequest, uid: UUID, body: SharingIn) -> HttpResponse:
    """`commands.share_view`."""
    actor = staff(request)
    row, codes = get_view_for(actor, str(uid)), {team.code: team.pk for team in our_people().teams.values()}
    teams = [pk for code in body.teams if (pk := row_id("teams", code, codes)) is not None]
    whom = SharedWith(body.shared_with)
    return answer_once(request, lambda: _shared(actor, commands.share_view(actor, row, whom, teams)))


def _out(actor: Actor, row: SavedView) -> ViewOut:
    return saved_out(actor, find_saved(actor, str(row.uid)))


def _shared(actor: Actor, row: SavedView) -> ViewOut | None:
    """As it stands; nothing for who has taken it out of their own sight by this."""
    found = next((view for view in saved_views(actor) if view.id == row.pk), None)
    return saved_out(actor, found) if found else None
