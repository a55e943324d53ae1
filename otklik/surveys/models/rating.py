"""A client's verdict on one ticket."""

from __future__ import annotations

from django.db import models

from otklik.clients.models import Contact
from otklik.core.ids import uuid7
from otklik.people.models import Agent, Team
from otklik.tickets.models import Ticket


class Rating(models.Model):
    """One rating a ticket, 5 (fully satisfied) to 1; who gave it, when it was first given and last changed.

    `agent` and `team` are whose work was rated: those of the ticket at that moment. Without a `contact` it
    came from the outside address the ticket has. The value stands on the ticket too (`Ticket.rating`), until
    the work begins again: then this row tells of earlier work, and is written over by the next rating.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True, default="")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=16)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=1, value__lte=5), name="rating_is_one_to_five"
            ),
        ]
        indexes = [
            models.Index(fields=["-given_at", "-id"], name="rating_given"),
            models.Index(fields=["agent", "given_at"], name="rating_of_agent"),
            models.Index(fields=["team", "given_at"], name="rating_of_team"),
        ]

    def __str__(self) -> str:
        return f"{self.value} for {self.ticket_id}"
