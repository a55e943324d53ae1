"""Why a ticket is not worked on, prepared by an administrator."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField


class Explanation(models.Model):
    """A reason not to process a ticket (FLOW-9), with the words the client is told; they may be changed."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    text = TranslatedField()
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)
