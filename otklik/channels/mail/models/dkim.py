"""Keys by which outgoing mail is signed for its domain."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.channels.mail.enums import Published, StampAlgorithm
from otklik.core.ids import uuid7


class DkimKey(models.Model):
    """A key pair of a domain; the private half is sealed (`core.sealing`).

    `used_since`: mail is signed with it since then; `retired_at`: it was until then, so mails on their way
    still need its record. `found`: what the domain's records said at `looked_at`. `trouble`: why a mail left
    without this signature at `troubled_at`, empty while all is well.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    domain = models.CharField(max_length=254)
    selector = models.CharField(max_length=63)
    algorithm = models.CharField(max_length=16, choices=[(a.value, a.value) for a in StampAlgorithm])
    private = models.TextField()
    public = models.TextField()
    made_at = models.DateTimeField()
    used_since = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    found = models.CharField(
        max_length=16, blank=True, choices=[(p.value, p.value) for p in Published], default=""
    )
    looked_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True, default="")
    troubled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["domain", "selector"], name="dkim_selector_once"),
            models.UniqueConstraint(
                fields=["domain", "algorithm"], name="dkim_one_in_use", condition=Q(used_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.selector} of {self.domain}"
