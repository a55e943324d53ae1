"""Steps a person has ready: one press does them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from otklik.canned.models import Folder
from otklik.people.models import Agent, Team
from otklik.rules.models import OrderedRule


class Macro(OrderedRule):
    """Steps that are done together when an employee presses it, with their own rights (WORK-5).

    With an `owner` it is theirs alone, with a `team` that team's, with neither everybody's. It is offered on
    tickets for which its condition holds. `actions` are steps (`automation.actions`) that need no event.
    `used` counts the tickets it was run on.
    """

    folder = models.ForeignKey(Folder, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="+")
    actions = models.JSONField(default=list, blank=True)
    used = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(team__isnull=True), name="macro_owner_or_team"
            )
        ]


class _Shared(models.Manager["SharedMacro"]):
    """Nobody's own ones."""

    def get_queryset(self) -> models.QuerySet[SharedMacro]:
        return super().get_queryset().filter(owner__isnull=True)


class SharedMacro(Macro):
    """A macro of everybody or of a team: what is set up for others."""

    objects: ClassVar[models.Manager[SharedMacro]] = _Shared()

    class Meta:
        proxy = True
