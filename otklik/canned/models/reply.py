"""A text to be put into answers, and the folder it lies in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.people.models import Agent, Team


class Folder(models.Model):
    """A group of canned replies or macros; there are none inside one another."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = TranslatedField()
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


class CannedReply(models.Model):
    """A text with placeholders (`canned.placeholders`), in Russian, English or both.

    With an `owner` it is theirs alone, with a `team` that team's, with neither everybody's. `stems` are the
    words of title and text, reduced, for searching. `used` counts how often it was put into an answer. By
    `external_id`, what another program calls it, files find it again: once among an employee's own ones, and
    once among all others.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = TranslatedField()
    text = TranslatedField()
    folder = models.ForeignKey(Folder, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="+")
    stems = models.TextField(blank=True, default="")
    used = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False)
    external_id = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(team__isnull=True), name="canned_owner_or_team"
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=Q(owner__isnull=True) & ~Q(external_id=""),
                name="canned_external_id",
            ),
            models.UniqueConstraint(
                fields=["owner", "external_id"],
                condition=Q(owner__isnull=False) & ~Q(external_id=""),
                name="canned_own_external_id",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class _Shared(models.Manager["SharedReply"]):
    """Nobody's own ones."""

    def get_queryset(self) -> models.QuerySet[SharedReply]:
        return super().get_queryset().filter(owner__isnull=True)


class SharedReply(CannedReply):
    """A canned reply of everybody or of a team: what is set up for others."""

    objects: ClassVar[models.Manager[SharedReply]] = _Shared()

    class Meta:
        proxy = True
