"""Two companies, or two contacts, that turned out to be one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.core.ids import uuid7
from otklik.people.models import Agent


class Merge(models.Model):
    """What was done when `merged` went into `survivor` (ids of `kind`: company or contact).

    `moved`: rows by the name of their kind, as ids. `filled`: fields of the survivor that were empty, from
    and to. Both are what an undo puts back. Tickets move afterwards, some hundred a transaction: `moving`
    until they have all gone, in either direction.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=16)
    survivor_id = models.BigIntegerField()
    merged_id = models.BigIntegerField()
    at = models.DateTimeField()
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    filled = models.JSONField(default=dict)
    moving = models.BooleanField(default=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "survivor_id", "-at"], name="merge_of_survivor")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "merged_id"], condition=Q(undone_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.merged_id} into {self.survivor_id}"


class MergedTickets(models.Model):
    """Tickets (ids) that went to the survivor in one transaction, by one of their columns."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="tickets")
    column = models.CharField(max_length=32)
    ids = models.JSONField()

    def __str__(self) -> str:
        return f"{len(self.ids)} of merge {self.merge_id}"
