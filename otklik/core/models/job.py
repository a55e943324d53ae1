"""Rows of the durable queue and of the periodic sweeps."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """A reaction to an event that is still to be done, or a timer.

    Written in the event's transaction, deleted in the effect's: `(event, reaction)` happens at least
    once and its database effect exactly once. A row that failed too often stays, `dead_at` filled,
    until an administrator runs it again or drops it. A timer has no event but a unique `key`.
    """

    event_id = models.BigIntegerField(null=True)
    reaction = models.CharField(max_length=100)
    key = models.CharField(max_length=200, null=True, unique=True)
    payload = models.JSONField(default=dict)
    lane = models.CharField(max_length=32, default="default")
    run_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(default="", blank=True)
    dead_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "reaction"], name="job_event_reaction"),
        ]
        indexes = [
            models.Index(fields=["lane", "run_at", "id"], name="job_ready", condition=models.Q(dead_at__isnull=True)),
            models.Index(fields=["dead_at"], name="job_dead", condition=models.Q(dead_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.reaction} for {self.key or self.event_id}"


class Sweep(models.Model):
    """When a periodic piece of work is next due; claimed by a conditional update, so no leader is needed."""

    name = models.CharField(max_length=100, unique=True)
    next_run = models.DateTimeField()
    last_run = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return self.name
