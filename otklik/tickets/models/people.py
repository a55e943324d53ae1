"""Who may read a ticket, who follows it, who has seen what, who has begun to write."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.models import Contact
from otklik.people.models import Agent, Team
from otklik.tickets.models.ticket import Ticket


class TicketReader(models.Model):
    """One reason why somebody may read a ticket; exactly one of team, agent, contact is set.

    Written by `commands.readers` only; `visible_to` is one semi-join over this table.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="readers")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "team"], condition=Q(team__isnull=False), name="reader_team"
            ),
            models.UniqueConstraint(
                fields=["ticket", "agent"], condition=Q(agent__isnull=False), name="reader_agent"
            ),
            models.UniqueConstraint(
                fields=["ticket", "contact"], condition=Q(contact__isnull=False), name="reader_contact"
            ),
        ]
        indexes = [
            models.Index(fields=["team", "ticket"], name="reader_of_team", condition=Q(team__isnull=False)),
            models.Index(
                fields=["agent", "ticket"], name="reader_of_agent", condition=Q(agent__isnull=False)
            ),
            models.Index(
                fields=["contact", "ticket"], name="reader_of_contact", condition=Q(contact__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"reader of {self.ticket_id}"


class Observer(models.Model):
    """An employee or a team who follows a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="observers")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "agent"], condition=Q(agent__isnull=False), name="observer_agent"
            ),
            models.UniqueConstraint(
                fields=["ticket", "team"], condition=Q(team__isnull=False), name="observer_team"
            ),
        ]
        indexes = [
            models.Index(fields=["agent", "ticket"], name="observer_of", condition=Q(agent__isnull=False))
        ]

    def __str__(self) -> str:
        return f"observer of {self.ticket_id}"


class Seen(models.Model):
    """The last message an agent has had before their eyes: newer ones make the row bold with a filled dot."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} saw {self.message_id}"


class ClientRead(models.Model):
    """The last message the request's client has had open before them, and since when (`at`)."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="+")
    message_id = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"read up to {self.message_id}"


class InboxDone(models.Model):
    """An agent has put a ticket out of their inbox: what happened up to then does not bring it back.

    `message_id` is the last public message by then: a newer one of the client does.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    message_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="inbox_done_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} is done with {self.ticket_id}"


class Draft(models.Model):
    """What an agent has typed and not sent, per ticket and kind; reply and note never share a buffer."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    text = models.TextField()
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket", "kind"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.agent_id}"
