"""Teams and who is in them."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.organisation.models import Calendar
from otklik.people.enums import OnAbsence, TurnMode
from otklik.people.models.agent import Agent


class Team(models.Model):
    """A team with a lead and a notification list: addresses told of new tickets. Hidden: history only.

    `turn_mode` gives tickets that come without an assignee to a member (ROUTE-5); nobody then has more than
    `max_load`. `gives_again`: also those a member gave back. `give_back_after`: minutes of the assignee's
    working time after which a ticket they have not opened goes back. `claim_by_opening`: a member who opens a
    new ticket has it in processing (ROUTE-8). `calendar`: the team's working time.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    purpose = TranslatedField()
    lead = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    notify = models.JSONField(default=list, blank=True)
    members = models.ManyToManyField(Agent, through="Membership", related_name="teams")
    is_dispatch = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    turn_mode = models.CharField(
        max_length=16, default=TurnMode.MANUAL, choices=[(mode.value, mode.value) for mode in TurnMode]
    )
    max_load = models.PositiveSmallIntegerField(null=True, blank=True)
    gives_again = models.BooleanField(default=False)
    give_back_after = models.PositiveIntegerField(null=True, blank=True)
    claim_by_opening = models.BooleanField(default=False)
    on_absence = models.CharField(
        max_length=16, default=OnAbsence.KEEP, choices=[(what.value, what.value) for what in OnAbsence]
    )

    def __str__(self) -> str:
        return str(self.name)


class Membership(models.Model):
    """An agent in a team; an agent can be in several.

    `weight`: their share of what is given by turn, in per cent of a full one; none at 0. `max_load`: their
    own maximum of open tickets, else the team's.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE)
    weight = models.PositiveSmallIntegerField(default=100)
    max_load = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "agent"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} in {self.team_id}"
