"""Texts of letters an administrator has written anew."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.catalogue.models import ChannelAccount
from otklik.core.ids import uuid7
from otklik.notifications.enums import TextKind
from otklik.organisation.models import Brand


class TextTemplate(models.Model):
    """One text in one language, for a mailbox, for a brand, or for all; absent: the delivered one.

    Written by `commands.texts`, which lets nothing in that cannot be filled in.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in TextKind])
    language = models.CharField(max_length=8)
    account = models.ForeignKey(
        ChannelAccount, null=True, blank=True, on_delete=models.CASCADE, related_name="texts"
    )
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.CASCADE, related_name="texts")
    subject = models.CharField(max_length=250, blank=True, default="")
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "account"],
                condition=Q(account__isnull=False),
                name="text_of_mailbox_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "language", "brand"],
                condition=Q(account__isnull=True, brand__isnull=False),
                name="text_of_brand_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "language"],
                condition=Q(account__isnull=True, brand__isnull=True),
                name="text_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"
