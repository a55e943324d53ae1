"""Rows of the durable queue, of the periodic sweeps, and of the workers that live."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q

from otklik.core.models.event import Event


class Job(models.Model):
    """A reaction to an event that is still to be done, or a timer.

    Written in the event's transaction, deleted in the effect's: `(event, reaction)` happens at least
    once and its database effect exactly once. A row that failed too often stays, `dead_at` filled,
    until an administrator runs it again or drops it. A timer has no event but a unique `key`.

    `leased_until` is empty as long as nobody has begun. With a `lease` it says until when the row belongs
    to a worker; without one, when a failed row is tried again. Each of the two kinds has its own small
    index, so that a long backlog does not hide the retries.
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
            models.Index(
                fields=["lane", "run_at", "id"],
                name="job_fresh",
                condition=Q(dead_at__isnull=True, leased_until__isnull=True),
            ),
            models.Index(
                fields=["lane", "leased_until", "id"],
                name="job_tried",
                condition=Q(dead_at__isnull=True, leased_until__isnull=False),
            ),
            models.Index(fields=["-dead_at", "-id"], name="job_dead", condition=Q(dead_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.reaction} for {self.key or self.event_id}"

    @cached_property
    def event(self) -> Event:
        """The event a reaction is about; a worker fills it in for a whole batch at once."""
        return Event.objects.get(pk=self.event_id or 0)


class Sweep(models.Model):
    """When a periodic piece of work is next due; claimed by a conditional update, so no leader is needed."""

    name = models.CharField(max_length=100, unique=True)
    next_run = models.DateTimeField()
    last_run = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return self.name


class WorkerSeen(models.Model):
    """A worker process and when it last said that it lives; it removes its row when it ends in order."""

    name = models.CharField(max_length=150, unique=True)
    lanes = models.JSONField(default=list)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
