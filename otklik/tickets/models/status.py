"""Statuses an administrator names, each mapped to a state; and the moves between them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.catalogue.models import TicketType
from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.people.models import Role
from otklik.tickets.enums import State, Turn


class Status(models.Model):
    """A named step mapped to a state. The `system` one of each state cannot be deleted or remapped.

    `glyph` is one of new, work, wait, hold, appr, lvl2, done, closed. `turn` empty: as the state says.
    What entering it asks for: `asks_until` a moment it lasts until, with `reasons` to choose from (one a
    line, by language); `asks_solution` the solution in words; `requires` what has to be filled in
    (`tickets.requirements`). `types`: the only ticket types that use it; none: every type does. `successor`:
    where its tickets go while it is switched off.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    client_name = TranslatedField()
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in State])
    turn = models.CharField(max_length=16, blank=True, default="", choices=[(t.value, t.value) for t in Turn])
    glyph = models.CharField(max_length=8, default="work")
    color = models.CharField(max_length=32, blank=True, default="")
    pauses_clocks = models.BooleanField(default=False)
    counts_as_load = models.BooleanField(default=True)
    asks_until = models.BooleanField(default=False)
    asks_solution = models.BooleanField(default=False)
    reasons = TranslatedField()
    requires = models.JSONField(default=list)
    types = models.ManyToManyField(TicketType, related_name="+")
    successor = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    system = models.BooleanField(default=False)
    is_initial = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(system=True), name="one_system_status_per_state"
            ),
            models.UniqueConstraint(
                fields=["is_initial"], condition=Q(is_initial=True), name="one_initial_status"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Transition(models.Model):
    """A person may move a ticket from one status to another; with a role: only who has it."""

    source = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="leads_to")
    target = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="comes_from")
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "role"], name="transition_once_per_role"),
            models.UniqueConstraint(
                fields=["source", "target"], condition=Q(role=None), name="transition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
