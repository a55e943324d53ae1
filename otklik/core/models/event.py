"""The event row: everything people see of the past is read from here."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7


class Event(models.Model):
    """One thing that happened, never edited once its transaction is over.

    `changes` is a list of `{"field", "from", "to"}` with references (ids, codes), not personal text,
    so that a person can be erased without rewriting history. `ticket_id` is a plain number: no table
    has a database-level key to or from events, which lets them be partitioned and archived.
    PostgreSQL ids commit out of order; whoever reads "since id N" uses `core.tail`.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    via = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    audience = models.CharField(max_length=16)
    cause_id = models.BigIntegerField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    batch_id = models.UUIDField(null=True)
    rule_version_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=list)
    data = models.JSONField(default=dict)

    about: object = None
    """What the command that recorded the event still holds of its subject; never stored."""

    class Meta:
        indexes = [
            models.Index(
                fields=["ticket_id", "id"], name="event_ticket", condition=models.Q(ticket_id__isnull=False)
            ),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["batch_id"], name="event_batch", condition=models.Q(batch_id__isnull=False)),
            models.Index(
                fields=["rule_version_id", "at"],
                name="event_rule",
                condition=models.Q(rule_version_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
