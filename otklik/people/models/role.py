"""Roles: named sets of rights."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField


class Role(models.Model):
    """A set of names of rights (`tickets.reply`); packages declare them, unknown ones fail at start-up."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    rights = models.JSONField(default=list)
    delivered = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)
