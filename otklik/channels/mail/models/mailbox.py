"""A mail account's own side."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models import ChannelAccount


class Mailbox(models.Model):
    """What only the mail channel knows of an account; made when it is first asked for.

    `plus_addressing`: the server delivers `support+anything@…` to `support@…`, so that Reply-To can carry the
    token of a ticket. Off as delivered, because many servers refuse such addresses.
    """

    account = models.OneToOneField(ChannelAccount, on_delete=models.CASCADE, related_name="mailbox")
    plus_addressing = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.account_id)
