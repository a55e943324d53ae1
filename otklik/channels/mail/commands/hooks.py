"""Mailboxes' ways in by HTTP: setting them, taking what comes by them once, noting what was not taken."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.commands.ledger import note_line
from otklik.channels.mail.enums import HookKind, HookTrouble
from otklik.channels.mail.events import MAIL_HOOK_CHANGED
from otklik.channels.mail.models import InboundRaw, MailHandedOver, MailHook
from otklik.core import clock, files, sealing
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

SEALED_FOR = "mail-hook"
KEPT = timedelta(days=30)
"""Longer than any provider goes on trying (Amazon's queues: 23 days)."""
_NOTED_EVERY = timedelta(minutes=1)
_LONGEST = 2000


@dataclass(frozen=True)
class HookSpec:
    """What an administrator says. `kind` None: switched off. `secret` empty: the one there is stays, as long
    as the kind does."""

    kind: HookKind | None
    secret: str = ""


@transaction.atomic
def set_hook(actor: Actor, account: ChannelAccount, spec: HookSpec) -> MailHook:
    """Say who may hand mail of this mailbox over by HTTP. Administrators only; `Invalid` by field.

    A raw mail's key is made here. Writes `mail_hook.changed` where something is otherwise now.
    """
    require_administrator(actor)
    hook, _is_new = MailHook.objects.select_for_update().get_or_create(account=account)
    before, wanted = hook.kind, spec.kind.value if spec.kind else ""
    known = _known(hook) if before == wanted else ""
    secret = spec.secret.strip() or known
    if spec.kind is HookKind.RAW and not secret:
        secret = secrets.token_hex(32)
    _check(spec.kind, secret)
    if (before, known) == (wanted, secret):
        return hook
    hook.kind, hook.secret, hook.trouble = wanted, sealing.seal(SEALED_FOR, secret), ""
    hook.save(update_fields=["kind", "secret", "trouble"])
    changes = [Change("kind", before, wanted)] if before != wanted else []
    _tell(actor, hook, changes, ["secret"] if secret and before == wanted else [])
    return hook


@transaction.atomic
def renew_address(actor: Actor, account: ChannelAccount) -> None:
    """Give the mailbox another intake address; the old one takes nothing any more. Administrators only.

    Writes `mail_hook.changed`.
    """
    require_administrator(actor)
    hook, _is_new = MailHook.objects.select_for_update().get_or_create(account=account)
    hook.version += 1
    hook.save(update_fields=["version"])
    _tell(actor, hook, [], ["address"])


def take_in_once(hook: MailHook, raw: bytes, sender: str, recipient: str) -> InboundRaw | None:
    """The mail on stable storage with its line in the ledger; None for one that was brought before.

    Raises what storage and database raise: then nothing was promised.
    """
    key = hashlib.sha256(raw).hexdigest()
    known = MailHandedOver.objects.filter(hook=hook, key=key)
    if known.exists():
        return None
    blob = files.store([raw])
    try:
        with transaction.atomic():
            line = note_line(blob, hook.account, envelope_from=sender, envelope_to=recipient)
            MailHandedOver.objects.create(hook=hook, key=key, line=line, at=line.received_at)
            MailHook.objects.filter(pk=hook.pk).update(taken_at=line.received_at, trouble="")
    except IntegrityError:
        if known.exists():
            return None  # brought twice at the same moment
        raise
    return line


def note_trouble(hook: MailHook, trouble: HookTrouble) -> None:
    """What an administrator reads about a request that was refused; once a minute at most."""
    now = clock.now()
    if hook.trouble == trouble and hook.troubled_at and now - hook.troubled_at < _NOTED_EVERY:
        return
    MailHook.objects.filter(pk=hook.pk).update(trouble=trouble, troubled_at=now)


def forget_handed_over() -> int:
    """Drop what no provider brings again; how many. A sweep calls it."""
    gone, _by_model = MailHandedOver.objects.filter(at__lt=clock.now() - KEPT).delete()
    return gone


def _known(hook: MailHook) -> str:
    try:
        return sealing.unseal(SEALED_FOR, hook.secret)
    except sealing.Unreadable:  # sealed with a key that is gone: it has to be entered anew
        return ""


def _check(kind: HookKind | None, secret: str) -> None:
    if kind is HookKind.MAILGUN and not secret:
        raise Invalid({"secret": _("Mailgun signs what it posts: enter its key for signing webhooks.")})
    if kind is HookKind.SES and secret and ":" not in secret:
        raise Invalid({"secret": _("Enter the access key's id, a colon and the secret access key.")})
    if not secret.isascii() or len(secret) > _LONGEST:
        raise Invalid({"secret": _("A key has only Latin letters, digits and signs.")})


def _tell(actor: Actor, hook: MailHook, changes: list[Change], secrets_changed: list[str]) -> None:
    data = {"name": hook.account.address, "secrets": secrets_changed}
    record(MAIL_HOOK_CHANGED, actor.ref, Subject("mail_hook", hook.pk), changes=changes, data=data)
