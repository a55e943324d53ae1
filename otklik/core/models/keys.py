"""Two small tables: results of repeated requests, and the configuration's version."""

from __future__ import annotations

from django.db import models


class IdempotencyKey(models.Model):
    """What a request with this key was answered with, kept for a day: a repeat gets the same answer."""

    actor = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="idempotency_actor_key")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_created")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.key}"


class ConfigVersion(models.Model):
    """One row; its token changes with every change of configuration (statuses, teams, agents, settings)."""

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)
