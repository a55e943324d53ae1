"""`/canned-replies`: texts to be put into answers, one's own, a team's, everybody's; and their folders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.references import ticket_at
from otklik.api.request import ApiRequest
from otklik.api.schemas.canned_replies import (
    CannedFolderIn,
    CannedFolderOut,
    CannedFolders,
    CannedQuery,
    CannedReplies,
    CannedReplyIn,
    CannedReplyOut,
    CannedUseIn,
    CannedUseOut,
    NewCannedReplyIn,
    canned_folder_out,
    canned_reply_out,
)
from otklik.api.schemas.pages import PageQuery
from otklik.api.set_up import change, make
from otklik.canned.commands import change_own_reply, hide_own_reply, use_canned_reply, write_own_reply
from otklik.canned.queries import canned_replies, get_canned_for
from otklik.canned.shapes import CANNED_REPLY, FOLDER, folders
from otklik.core.errors import Invalid
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.people.queries import staff as our_people

if TYPE_CHECKING:
    from otklik.canned.models import CannedReply, SharedReply

router = Router(tags=["configuration"])
_CALLED = {"name": "names", "text": "texts"}


@router.get(
    "",
    **told(
        _("List canned replies"),
        _("For staff: your own, your teams', everybody's. Without words the most used first."),
        gives={200: CannedReplies},
        refuses=(403, 422),
    ),
)
def list_canned_replies(request: ApiRequest, query: Query[CannedQuery]) -> HttpResponse:
    """By words of title and text in any form, of either language."""
    rows = canned_replies(request.auth, query.q, with_hidden=query.hidden)
    page = page_of_small(rows, query, lambda row: str(row.uid))
    return listed(request, CannedReplies(items=[canned_reply_out(row) for row in page.rows]), page.after)


@router.post(
    "",
    **told(
        _("Add a canned reply"),
        _(
            "Your own needs no right, for others `canned.share` does. Placeholders as in letters, and "
            "`first_name`, `my_name`, `my_position`, `my_phone`; one that does not exist is refused."
        ),
        gives={201: CannedReplyOut},
        refuses=(403, 409, 422),
    ),
)
def add_canned_reply(request: ApiRequest, body: NewCannedReplyIn) -> HttpResponse:
    """`commands.write_own_reply`, or set up for others."""
    return answer_once(request, lambda: canned_reply_out(_made(staff(request), body)), status=201)


@router.get(
    "/folders",
    **told(
        _("List folders of canned replies"), _("For staff."), gives={200: CannedFolders}, refuses=(403, 422)
    ),
)
def list_canned_folders(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In their order, hidden ones too."""
    staff(request)
    page = page_of_small(folders(), query, lambda row: str(row.uid))
    return listed(request, CannedFolders(items=[canned_folder_out(row) for row in page.rows]), page.after)


@router.post(
    "/folders",
    **told(
        _("Add a folder of canned replies"),
        _("For whoever holds `canned.share`."),
        gives={201: CannedFolderOut},
        refuses=(403, 409, 422),
    ),
)
def add_canned_folder(request: ApiRequest, body: CannedFolderIn) -> HttpResponse:
    """It stands last."""
    return answer_once(request, lambda: canned_folder_out(make(request.auth, FOLDER, body)), status=201)


@router.patch(
    "/folders/{uid}",
    **told(
        _("Change a folder of canned replies"),
        _("For whoever holds `canned.share`."),
        gives={200: CannedFolderOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_canned_folder(request: ApiRequest, uid: str, body: CannedFolderIn) -> HttpResponse:
    """Also hides one; what lies in it stays."""
    found = next((row.uid for row in folders() if str(row.uid) == uid), None)
    return answer(canned_folder_out(change(request.auth, FOLDER, found, body)))


@router.patch(
    "/{uid}",
    **told(
        _("Change a canned reply"),
        _("Its owner, or for those of others whoever holds `canned.share`."),
        gives={200: CannedReplyOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_canned_reply(request: ApiRequest, uid: str, body: CannedReplyIn) -> HttpResponse:
    """Also hides one and brings it back."""
    return answer(canned_reply_out(_changed(staff(request), uid, body)))


@router.post(
    "/{uid}/actions/use",
    **told(
        _("Fill in a canned reply"),
        _("For a ticket you may read, in its client's language. It is counted; nothing is sent."),
        gives={200: CannedUseOut},
        refuses=(403, 404, 409, 422),
    ),
)
def fill_canned_reply(request: ApiRequest, uid: str, body: CannedUseIn) -> HttpResponse:
    """`commands.use_canned_reply`."""
    actor = staff(request)

    def do() -> CannedUseOut:
        used = use_canned_reply(actor, get_canned_for(actor, uid), ticket_at(actor, body.ticket.strip()))
        return CannedUseOut(text=used.text, language=used.language)

    return answer_once(request, do)


def _made(actor: Actor, body: NewCannedReplyIn) -> CannedReply:
    with _our_names():
        if body.own:
            return write_own_reply(actor, _values(body))
        return set_up(actor, CANNED_REPLY, _values(body))


@transaction.atomic
def _changed(actor: Actor, uid: str, body: CannedReplyIn) -> CannedReply:
    row = get_canned_for(actor, uid)
    with _our_names():
        if row.owner_id is not None:
            row = change_own_reply(actor, row, _values(body))
            return row if body.hidden is None else hide_own_reply(actor, row, hidden=body.hidden)
        shared = cast("SharedReply", row)
        changed = change_set_up(actor, CANNED_REPLY, shared, _values(body))
        return (
            changed if body.hidden is None else hide_set_up(actor, CANNED_REPLY, changed, hidden=body.hidden)
        )


def _values(body: CannedReplyIn) -> dict[str, object]:
    """The fields that were sent; folder and team by their row's id."""
    sent = body.model_fields_set
    found: dict[str, object] = {}
    if "names" in sent:
        found["name"] = body.names or {}
    if "texts" in sent:
        found["text"] = body.texts or {}
    if "external_id" in sent:
        found["external_id"] = body.external_id or ""
    if "folder" in sent:
        found["folder"] = row_id("folder", body.folder, {one.uid: one.pk for one in folders()})
    if "team" in sent:
        found["team"] = row_id("team", body.team, {one.code: one.pk for one in our_people().teams.values()})
    return found


def row_id(name: str, value: object, known: object) -> int | None:
    """The row that a body names by code or uid; `Invalid` for one there is none of."""
    if value is None:
        return None
    ids = known if isinstance(known, dict) else {}
    if value not in ids:
        raise Invalid({name: gettext("Nothing is called “%(code)s”.") % {"code": value}})
    return int(ids[value])


@contextmanager
def _our_names() -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        raise Invalid({_CALLED.get(name, name): words for name, words in error.fields.items()}) from error
