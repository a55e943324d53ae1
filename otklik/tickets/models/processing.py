"""Who had a ticket in processing, and whether they still have it before them (ROUTE-8)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.people.models import Agent
from otklik.tickets.enums import Processed
from otklik.tickets.models.ticket import Ticket


class Processing(models.Model):
    """One stretch of somebody's work on a ticket of a team whose tickets are claimed by opening.

    `is_watched`: it was claimed by opening and lasts as long as one of its `windows` (key → last sign of
    life) is open; not so what was taken by hand, or has had its result. `left_at`: the last window was
    closed. `contact_before`, `company_before`: whose the ticket was when it began.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="processings")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, blank=True, choices=[(how.value, how.value) for how in Processed])
    is_watched = models.BooleanField(default=False)
    windows = models.JSONField(default=dict)
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    contact_before = models.BigIntegerField(null=True)
    company_before = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at__isnull=True), name="processing_once"
            )
        ]
        indexes = [
            models.Index(fields=["agent"], name="processing_of_agent", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["agent", "started_at"], name="processing_begun"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} by {self.agent_id} since {self.started_at}"
