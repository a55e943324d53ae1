"""What a person did to one or many tickets as one step, kept so that it can be taken back (NEW-6)."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.people.models import Agent
from otklik.tickets.enums import CarriedAs, OperationKind
from otklik.tickets.models.message import Message
from otklik.tickets.models.ticket import Ticket


class Operation(models.Model):
    """A merge, a split, a bulk change, a macro, a rule taken back: its events carry `uid` as `batch_id`.

    `what` says what was asked, as JSON of codes and uids (`tickets.bulk.BulkChange` for a bulk change,
    `automation.taking_back.doing` for a rule). A
    bulk change goes through `ids` in their order; `position` is how far it has come, `done` how many were
    changed, `refused` the first refusals as [number, sentence]. `undone` counts the tickets taken back,
    `left` names as [number, fields] what was changed since; the worker goes on behind ticket `undone_after`.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in OperationKind])
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    what = models.JSONField(default=dict)
    ids = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refusals = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_after = models.BigIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["agent", "-id"], name="operation_of_agent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Carried(models.Model):
    """A message that came from another ticket: moved by a merge, received for a merged one, or copied by a
    split. What puts it back, and what the thread says of its origin.
    """

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="carried")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="carried")
    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="carried")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in CarriedAs])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "message"], name="carried_once")]

    def __str__(self) -> str:
        return f"{self.message_id} from {self.source_id}"
