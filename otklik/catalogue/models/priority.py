"""Urgency as an ordered list."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField


class Priority(models.Model):
    """A step of urgency; a higher `level` comes first. `glyph` is one of low, norm, high, crit."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    guidance = TranslatedField()
    level = models.PositiveSmallIntegerField(unique=True)
    glyph = models.CharField(max_length=8, default="norm")
    color = models.CharField(max_length=32, blank=True, default="")
    is_default = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_priority"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)
