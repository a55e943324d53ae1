"""Views of the list that people have saved, and the order everybody has them in (WORK-15)."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.people.models import Agent, Team
from otklik.tickets.enums import SharedWith


class SavedView(models.Model):
    """A delivered view (`base`, its code) narrowed by `filters`, in an order and with columns of its own.

    `filters` are names and values as `queries.filtering.Filters` has them, checked when they were kept: what
    has gone since finds nothing, and pages say so. Without `columns` everybody sees their own. `teams` are
    those it is shared with; `owner` made it.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    name = TranslatedField()
    base = models.CharField(max_length=20)
    filters = models.JSONField(default=dict)
    sort = models.CharField(max_length=10, blank=True, default="")
    columns = models.JSONField(default=list)
    shared_with = models.CharField(
        max_length=6, choices=[(one.value, one.value) for one in SharedWith], default=SharedWith.NOBODY.value
    )
    teams = models.ManyToManyField(Team, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.name)


class ViewShelf(models.Model):
    """The saved views at somebody's side, by id: their order, and those put out of sight. What stands in
    neither comes behind the others and is shown."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="+")
    order = models.JSONField(default=list)
    hidden = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"views of {self.agent_id}"
