"""What administrators have to know about mail at once."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.enums import AlarmKind


class MailAlarm(models.Model):
    """Something that keeps mail from coming or leaving, as long as it lasts; the row goes when it ends.

    `key` tells alarms apart. `data` is what the sentence is made of. `state` grows with what is to be said
    anew (a token that ends in 3 days instead of 14); `said` is the state that was mailed about last,
    `silenced` the one an administrator has seen and wants to hear no more of.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in AlarmKind])
    account = models.ForeignKey(ChannelAccount, null=True, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=40)
    said = models.CharField(max_length=40, blank=True, default="")
    silenced = models.CharField(max_length=40, blank=True, default="")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
