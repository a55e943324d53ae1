"""Settings of the installation that were changed from what is delivered."""

from __future__ import annotations

from django.db import models


class Setting(models.Model):
    """One changed setting; absent means the delivered value. Declared in `organisation.settings`."""

    key = models.CharField(max_length=100, unique=True)
    value = models.JSONField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
