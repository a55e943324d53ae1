"""`/mailboxes/<uid>/http-intake`: who may hand a mailbox's mail over by HTTP. For administrators.

Signing keys come in and never go out; the address goes to administrators, who enter it at the provider.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api.answers import answer
from otklik.api.mailboxes import mailbox_of
from otklik.api.operations import administrator, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.mail_hooks import HttpIntake, HttpIntakeIn, http_intake_out
from otklik.channels.mail.commands import HookSpec, renew_address, set_hook
from otklik.channels.mail.enums import HookKind
from otklik.channels.mail.hooks import hook_state
from otklik.people.actor import Actor
from otklik.web.hook_addresses import address_of

if TYPE_CHECKING:
    from otklik.catalogue.models import ChannelAccount

router = Router(tags=["mail"])


@router.get(
    "/{uuid:uid}/http-intake",
    **told(
        _("Read a mailbox's intake by HTTP"),
        _("Who hands mail over, the address to enter there, and how it stands. For administrators."),
        gives={200: HttpIntake},
        refuses=(403, 404),
    ),
)
def read_http_intake(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`hooks.hook_state` without its key."""
    return answer(_intake(administrator(request), mailbox_of(uid)))


@router.put(
    "/{uuid:uid}/http-intake",
    **told(
        _("Set a mailbox's intake by HTTP"),
        _("A key that is left out stays, as long as the provider does; a program's own is made here."),
        gives={200: HttpIntake},
        refuses=(403, 404, 422),
    ),
)
def put_http_intake(request: ApiRequest, uid: UUID, body: HttpIntakeIn) -> HttpResponse:
    """`commands.set_hook`."""
    actor, account = administrator(request), mailbox_of(uid)
    set_hook(actor, account, HookSpec(HookKind(body.by) if body.by else None, body.secret))
    return answer(_intake(actor, account))


@router.post(
    "/{uuid:uid}/actions/renew-http-address",
    **told(
        _("Give a mailbox another intake address"),
        _("The old one takes nothing any more."),
        gives={200: HttpIntake},
        refuses=(403, 404),
    ),
)
def renew_http_address(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.renew_address`."""
    actor, account = administrator(request), mailbox_of(uid)
    renew_address(actor, account)
    return answer(_intake(actor, account))


def _intake(actor: Actor, account: ChannelAccount) -> HttpIntake:
    state = hook_state(actor, account)
    return http_intake_out(state, address_of(state))
