"""Teams and who is in them."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.people.models.agent import Agent


class Team(models.Model):
    """A team with a lead and a notification list: addresses told of new tickets. Hidden: history only."""

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

    def __str__(self) -> str:
        return str(self.name)


class Membership(models.Model):
    """An agent in a team; an agent can be in several."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "agent"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} in {self.team_id}"
