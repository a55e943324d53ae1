"""`/companies/{uid}/merge`, `/contacts/{uid}/merge`, `/merges/{uid}/undo`: one client of two, and back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.answers import answer, answer_once
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.inputs import Input
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.clients.access import get_company_for, get_contact_for, require_edit
from otklik.clients.commands import merge_clients, undo_merge
from otklik.clients.commands.merge import UNDO_WITHIN
from otklik.clients.duplicates import get_merge_for

companies = Router(tags=["clients"])
contacts = Router(tags=["clients"])
merges = Router(tags=["clients"])
_ABOUT = _(
    "Everything of `with` goes to this one, which takes over what it lacks. The uid of the other leads here "
    "from now on. Tickets follow within minutes."
)


class MergeIn(Input):
    """Which one goes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"with": EXAMPLE_UID}]})

    other: UUID = Field(alias="with", description=_("uid of the one that goes."))


class MergeOut(BaseModel):
    """A merge."""

    uid: UUID = Field(description=_("For undoing it."), examples=[EXAMPLE_UID])
    undo_until: datetime = Field(examples=["2026-12-22T10:00:00Z"])
    undone_at: datetime | None = Field(default=None)


@companies.post(
    "/{uuid:uid}/merge",
    **told(
        _("Merge another company into this one"), _ABOUT, gives={201: MergeOut}, refuses=(403, 404, 409, 422)
    ),
)
def merge_company(request: ApiRequest, uid: UUID, body: MergeIn) -> HttpResponse:
    """`commands.merge_clients`."""
    actor = request.auth
    survivor = get_company_for(actor, str(uid))
    require_edit(actor)
    other = get_company_for(actor, str(body.other))

    def merge() -> MergeOut:
        row = merge_clients(actor, survivor, other)
        return MergeOut(uid=row.uid, undo_until=row.at + UNDO_WITHIN)

    return answer_once(request, merge, status=201)


@contacts.post(
    "/{uuid:uid}/merge",
    **told(
        _("Merge another contact into this one"), _ABOUT, gives={201: MergeOut}, refuses=(403, 404, 409, 422)
    ),
)
def merge_contact(request: ApiRequest, uid: UUID, body: MergeIn) -> HttpResponse:
    """`commands.merge_clients`."""
    actor = request.auth
    survivor = get_contact_for(actor, str(uid))
    require_edit(actor)
    other = get_contact_for(actor, str(body.other))

    def merge() -> MergeOut:
        row = merge_clients(actor, survivor, other)
        return MergeOut(uid=row.uid, undo_until=row.at + UNDO_WITHIN)

    return answer_once(request, merge, status=201)


@merges.post(
    "/{uuid:uid}/undo",
    **told(
        _("Part two clients that were merged"),
        _("Within thirty days, unless what went over has been changed since."),
        gives={200: MergeOut},
        refuses=(403, 404, 409),
    ),
)
def part_clients(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.undo_merge`."""
    row, _survivor = get_merge_for(request.auth, str(uid))
    done = undo_merge(request.auth, row)
    return answer(MergeOut(uid=done.uid, undo_until=done.at + UNDO_WITHIN, undone_at=done.undone_at))
