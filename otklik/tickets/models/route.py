"""Routes of stages an administrator draws: who answers for a ticket until it is passed on (ROUTE-4)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.catalogue.models import Service, TicketType
from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.people.models import Team
from otklik.tickets.models.status import Status


class Route(models.Model):
    """Stages in their order, for tickets of these `types` and `services` (with what stands below them).

    None of a kind: whatever the type, whatever the service. The first route that fits is taken. One that is
    switched off takes no new tickets; those on it go on.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    types = models.ManyToManyField(TicketType, related_name="+")
    services = models.ManyToManyField(Service, related_name="+")
    enabled = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


class Stage(models.Model):
    """A step of a route. `team` answers for it; none: whoever has the ticket keeps it.

    `requires`: what has to be filled in before the ticket is passed on (`tickets.requirements`). `status`:
    what the ticket comes into with the stage; none: stage and status are independent.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="stages")
    name = TranslatedField()
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.ForeignKey(Status, null=True, on_delete=models.PROTECT, related_name="+")
    requires = models.JSONField(default=list)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


class Passage(models.Model):
    """A way from one stage to another of its route. `condition`: a tree of the package above (`rules`)."""

    source = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="leads_to")
    target = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="comes_from")
    condition = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="passage_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="passage_leads_on"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
