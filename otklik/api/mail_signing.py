"""`/mail/signing-keys`: keys that sign outgoing mail (DKIM). For administrators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.mail_signing import SigningKeyIn, SigningKeyOut, SigningKeys, signing_key_out
from otklik.api.schemas.pages import PageQuery
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.commands import KeySpec, add_key, remove_key, retire_key, use_key
from otklik.channels.mail.dkim_keys import get_key_for, look, signing_keys, state_of
from otklik.channels.mail.enums import StampAlgorithm

router = Router(tags=["mail"])


@router.get(
    "",
    **told(
        _("List keys that sign mail"), _("For administrators."), gives={200: SigningKeys}, refuses=(403, 422)
    ),
)
def list_signing_keys(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """By domain, those in use first."""
    page = page_of_small(signing_keys(request.auth), query, lambda state: state.uid)
    return listed(request, SigningKeys(items=[signing_key_out(row) for row in page.rows]), page.after)


@router.post(
    "",
    **told(
        _("Add a key that signs mail"),
        _("Mail is not signed with it until it is taken into use: publish its record first."),
        gives={201: SigningKeyOut},
        refuses=(403, 409, 422),
    ),
)
def add_signing_key(request: ApiRequest, body: SigningKeyIn) -> HttpResponse:
    """`commands.add_key`."""
    actor = request.auth
    require_administrator(actor)
    spec = KeySpec(body.domain, body.selector, StampAlgorithm(body.algorithm), body.private or "")
    return answer_once(request, lambda: signing_key_out(state_of(add_key(actor, spec))), status=201)


@router.post(
    "/{uuid:uid}/actions/check",
    **told(
        _("Look whether a key's record is published"),
        gives={200: SigningKeyOut},
        refuses=(403, 404),
    ),
)
def check_signing_key(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`dkim_keys.look`."""
    return answer(signing_key_out(state_of(look(request.auth, get_key_for(request.auth, str(uid))))))


@router.post(
    "/{uuid:uid}/actions/use",
    **told(
        _("Sign a domain's mail with this key"),
        _("Its former key of the same kind signs no more."),
        gives={200: SigningKeyOut},
        refuses=(403, 404),
    ),
)
def use_signing_key(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.use_key`."""
    return answer(signing_key_out(state_of(use_key(request.auth, get_key_for(request.auth, str(uid))))))


@router.post(
    "/{uuid:uid}/actions/retire",
    **told(_("Sign no more mail with this key"), gives={200: SigningKeyOut}, refuses=(403, 404)),
)
def retire_signing_key(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.retire_key`."""
    return answer(signing_key_out(state_of(retire_key(request.auth, get_key_for(request.auth, str(uid))))))


@router.delete(
    "/{uuid:uid}",
    **told(
        _("Forget a key"),
        _("One that signs no mail."),
        gives={204: None},
        refuses=(403, 404, 409),
    ),
)
def remove_signing_key(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.remove_key`."""
    remove_key(request.auth, get_key_for(request.auth, str(uid)))
    return answer(None)
