"""Rules that are tried on past tickets before they are saved."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.people.models import Agent
from otklik.rules.enums import Stage
from otklik.tickets.models import Ticket


class Trial(models.Model):
    """A draft of a rule asked about the tickets of some days: whose, what, how far it is, what it found.

    `rule_id` None: a new rule. `draft` holds every value of its form as it would be saved, `place` (from 0)
    where in the order it would stand, `mark` is what was tried against which rules (`automation.trials`).
    Tickets are read newest first; `at` and `last_id` are those of the last one that was read. `changed`: the
    tickets that would come out otherwise; `taken`: those the tried rule decides; `counts` by rule how often
    it held and won, whom it stood behind and whom it contradicts.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    table = models.CharField(max_length=16)
    rule_id = models.BigIntegerField(null=True)
    draft = models.JSONField()
    place = models.PositiveSmallIntegerField(default=0)
    mark = models.CharField(max_length=64)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=16, choices=[(s.value, s.value) for s in Stage])
    days = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    at = models.DateTimeField()
    last_id = models.BigIntegerField(default=2**62)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["table", "mark"], name="trial_mark")]

    def __str__(self) -> str:
        return f"{self.table} {self.rule_id or 'new'}: {self.stage}"


class TrialRow(models.Model):
    """A ticket that would come out otherwise: by which rule (0: the new one, None: none) and how, before and
    after. Only the first ones are kept; the trial counts them all."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="rows")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    rule_before = models.BigIntegerField(null=True)
    rule_after = models.BigIntegerField(null=True)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trial", "ticket"], name="trial_row_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} of {self.trial_id}"
