"""Senders whose mail makes no ticket."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.people.models import Agent


class BlockedSender(models.Model):
    """An address, or a domain with everything below it. Lifting a block keeps the row: the log names it.

    `value`: a lower-case address (with `@`), or a domain (without), the host part in its ASCII form.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    value = models.CharField(max_length=254, unique=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    active = models.BooleanField(default=True)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.value
