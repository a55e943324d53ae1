"""`/blocked-senders`: whose mail makes no ticket, for whoever may block."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.blocked_senders import BlockedSenderIn, BlockedSenderOut, BlockedSenders, blocked_out
from otklik.api.schemas.pages import PageQuery
from otklik.channels.mail.blocked import blocked_senders, get_blocked_for
from otklik.channels.mail.commands import block_sender, unblock_sender

router = Router(tags=["configuration"])


@router.get(
    "",
    **told(
        _("List blocked senders"),
        _("Those who are blocked now, the newest first."),
        gives={200: BlockedSenders},
        refuses=(403, 422),
    ),
)
def list_blocked_senders(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """For whoever may block."""
    page = blocked_senders(request.auth, after=query.after or "", size=query.limit)
    return listed(request, BlockedSenders(items=[blocked_out(row) for row in page.rows]), page.after)


@router.post(
    "",
    **told(
        _("Block a sender"),
        _("An address, or a domain and everything below it. One that is blocked already stays as it is."),
        gives={201: BlockedSenderOut},
        refuses=(403, 409, 422),
    ),
)
def add_blocked_sender(request: ApiRequest, body: BlockedSenderIn) -> HttpResponse:
    """For whoever may block."""
    return answer_once(
        request, lambda: blocked_out(block_sender(request.auth, body.sender, body.reason)), status=201
    )


@router.delete(
    "/{uid}",
    **told(
        _("Let a blocked sender in again"),
        _("What came meanwhile stays in the ledger of mail."),
        gives={200: BlockedSenderOut},
        refuses=(403, 404),
    ),
)
def remove_blocked_sender(request: ApiRequest, uid: UUID) -> HttpResponse:
    """For whoever may block."""
    return answer(blocked_out(unblock_sender(request.auth, get_blocked_for(request.auth, str(uid)))))
