"""A provider hands a mail over by HTTP: its address is signed, its request proven, its mail stored, then 200.

Whatever is doubtful is a temporary failure, so that the provider keeps the mail and brings it again. What it
brings twice, because our answer got lost, is taken once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db import Error as DatabaseError

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.commands import note_trouble, take_in_once
from otklik.channels.mail.commands.hooks import SEALED_FOR
from otklik.channels.mail.enums import HookKind, HookTrouble
from otklik.channels.mail.hook_formats import NotTaken, Posted, mail_in
from otklik.channels.mail.intake import TEMPORARY, finish
from otklik.channels.mail.models import InboundRaw, MailHook
from otklik.core import sealing, signing
from otklik.people.actor import Actor

log = logging.getLogger(__name__)
PURPOSE = "mail.hook"
TAKEN, NOT_NOW, REFUSED, UNKNOWN = (
    HTTPStatus.OK,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
)


@dataclass(frozen=True)
class HookState:
    """How a mailbox's way in by HTTP stands. `token` is the signed part of its address; `key` is shown for
    raw mail alone, whose sender signs with it."""

    kind: HookKind | None
    token: str
    key: str
    has_secret: bool
    taken_at: datetime | None
    trouble: HookTrouble | None
    troubled_at: datetime | None


def accept(token: str, kind: str, posted: Posted) -> HTTPStatus:
    """Take what was posted to an intake address.

    404 for an address that is none of ours or was replaced, 403 for a request that is not proven, 503 for
    everything that may go better later, 200 once the mail is stored.
    """
    try:
        hook = _hook(token, kind)
        if hook is None:
            return UNKNOWN
        return _taken(hook, posted) if hook.account.enabled else NOT_NOW
    except (OSError, DatabaseError, sealing.Unreadable) as error:
        log.warning("a mail by HTTP cannot be taken: %s", error)
        return NOT_NOW


def hook_state(actor: Actor, account: ChannelAccount) -> HookState:
    """The state for the page of the mailbox. Administrators only."""
    require_administrator(actor)
    hook = MailHook.objects.filter(account=account).first() or MailHook(account=account)
    kind = HookKind(hook.kind) if hook.kind else None
    return HookState(
        kind=kind,
        token=signing.sign(PURPOSE, hook.pk, hook.version) if hook.pk else "",
        key=_shown(hook) if kind is HookKind.RAW else "",
        has_secret=bool(hook.secret),
        taken_at=hook.taken_at,
        trouble=HookTrouble(hook.trouble) if hook.trouble else None,
        troubled_at=hook.troubled_at,
    )


def hooks_in_use() -> Mapping[int, HookKind]:
    """Which mailboxes are handed mail by HTTP, for the list of mailboxes."""
    rows = MailHook.objects.exclude(kind="").values_list("account_id", "kind")
    return {account_id: HookKind(kind) for account_id, kind in rows}


def _hook(token: str, kind: str) -> MailHook | None:
    claim = signing.read(PURPOSE, token)
    if claim is None or kind not in set(HookKind):
        return None
    found = MailHook.objects.select_related("account")
    return found.filter(pk=claim.object_id, version=claim.holder_id, kind=kind).first()


def _taken(hook: MailHook, posted: Posted) -> HTTPStatus:
    try:
        handed = mail_in(HookKind(hook.kind), posted, _secret(hook))
    except NotTaken as refusal:
        log.warning("a request to the intake address of %s: %s", hook.account.name, refusal)
        note_trouble(hook, refusal.trouble)
        return REFUSED if refusal.trouble is HookTrouble.FORGED else NOT_NOW
    line = take_in_once(hook, handed.raw, handed.sender, handed.recipient) if handed else None
    if line is not None:
        _finish(line)
    return TAKEN


def _finish(line: InboundRaw) -> None:
    """It is in the ledger: what cannot be finished now, a sweep takes up within a minute."""
    with suppress(*TEMPORARY):
        finish(line)


def _shown(hook: MailHook) -> str:
    """Empty when it was sealed with a key that is gone: saving makes a new one."""
    try:
        return _secret(hook)
    except sealing.Unreadable:
        return ""


def _secret(hook: MailHook) -> str:
    return sealing.unseal(SEALED_FOR, hook.secret)
