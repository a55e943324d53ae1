"""That the way out of a mailbox does not believe who we say we are."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models import ChannelAccount


class MailRefusal(models.Model):
    """The server or provider a mailbox sends by does not take its password, key or token.

    `since` the first letter was refused so, `refusals` of them in a row, `said` the last time. The row goes
    as soon as a letter leaves, or the way out is changed.
    """

    account = models.OneToOneField(
        ChannelAccount, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField()
    refusals = models.PositiveIntegerField(default=0)
    host = models.CharField(max_length=254)
    said = models.TextField()

    def __str__(self) -> str:
        return f"{self.host}: {self.said}"
