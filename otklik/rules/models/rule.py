"""What every ordered table of rules has, and the versions events name."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField


class RuleVersion(models.Model):
    """A rule as it was when it decided something: never changed, never deleted.

    `table` names the rules it belongs to (`sla`), `rule_id` the row there. `body` holds the condition and
    what the rule does, as its table stores them.
    """

    table = models.CharField(max_length=16)
    rule_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "rule_id", "number"], name="rule_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.rule_id} v{self.number}"


class OrderedRule(models.Model):
    """A rule in an ordered table. `condition` is a tree (`rules.stored`); `current` the version in force.

    One that is switched off keeps its place; a hidden one is history only.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = TranslatedField()
    about = models.CharField(max_length=400, blank=True, default="")
    condition = models.JSONField(default=dict)
    enabled = models.BooleanField(default=True)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    current = models.ForeignKey(RuleVersion, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)
