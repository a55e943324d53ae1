"""Mail that a provider hands over by HTTP: the way in, and what came by it already."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.enums import HookKind
from otklik.channels.mail.models.ledger import InboundRaw


class MailHook(models.Model):
    """A mailbox's intake address. `kind` empty: switched off.

    `secret` is sealed (`core.sealing`): the provider's signing key, or ours for a raw mail. `version` stands
    in the address, so that a new one makes the old one worthless. `trouble` is what was wrong with the last
    thing that was not taken, until one is.
    """

    account = models.OneToOneField(ChannelAccount, on_delete=models.CASCADE, related_name="mail_hook")
    kind = models.CharField(
        max_length=16, blank=True, default="", choices=[(kind.value, kind.value) for kind in HookKind]
    )
    secret = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    taken_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=16, blank=True, default="")
    troubled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind or 'no'} hook of account {self.account_id}"


class MailHandedOver(models.Model):
    """Bytes that came by a hook: a provider that was not sure of our answer brings them again.

    `key`: SHA-256 of the mail. Kept for as long as any provider goes on trying.
    """

    hook = models.ForeignKey(MailHook, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    line = models.ForeignKey(InboundRaw, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "key"], name="mail_handed_over_once")]

    def __str__(self) -> str:
        return self.key
