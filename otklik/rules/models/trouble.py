"""What is wrong with rules, as long as it lasts."""

from __future__ import annotations

from django.db import models


class RuleTrouble(models.Model):
    """A rule that cannot be asked or done: administrators were told of it once, the list of rules shows it.

    `why` is a fault of the rule itself (`rules.stored.Why`), which goes with its cause, or `error`: asking it
    went wrong, `said` is how, `times` how often. It goes when the rule is saved.
    """

    table = models.CharField(max_length=16)
    rule_id = models.BigIntegerField()
    why = models.CharField(max_length=16)
    said = models.CharField(max_length=200, blank=True, default="")
    times = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "rule_id"], name="rule_trouble_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.rule_id}: {self.why}"
