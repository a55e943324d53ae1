"""Whose turn it is in a team, and how every ticket came to whom."""

from __future__ import annotations

from django.db import models

from otklik.people.models import Agent, Team
from otklik.tickets.enums import Given
from otklik.tickets.models.ticket import Ticket


class TeamTurn(models.Model):
    """Where the turn of a team stands (`tickets.turns`). Locked while somebody is chosen, so that two
    tickets at once do not both go to the same next one."""

    team = models.OneToOneField(Team, primary_key=True, on_delete=models.CASCADE, related_name="+")
    now = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"turn of {self.team_id}"


class MemberTurn(models.Model):
    """Where a member stands in the turn of a team, and when they were last given something by it."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    turn = models.BigIntegerField(default=0)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "agent"], name="member_turn_once")]

    def __str__(self) -> str:
        return f"turn of {self.agent_id} in {self.team_id}"


class Waiting(models.Model):
    """A ticket that was to be given by turn and that nobody could be given: all full, or nobody at work.

    One that was given since by hand is left out when its turn comes.
    """

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["team", "since"], name="waiting_of_team")]

    def __str__(self) -> str:
        return f"{self.ticket_id} waits"


class AssignmentReason(models.Model):
    """A ticket came to an employee or left them, and by what: what "why me?" and the fairness report read.

    Written by `commands.reasons` only, with the event of the assignment, whose data hold the candidates.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    how = models.CharField(max_length=12, choices=[(how.value, how.value) for how in Given])
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["team", "at", "agent", "how"], name="reason_of_team")]

    def __str__(self) -> str:
        return f"{self.how}: {self.ticket_id} {self.agent_id}"
