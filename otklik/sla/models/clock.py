"""Clocks of tickets and the segments they have run and stood."""

from __future__ import annotations

from django.db import models

from otklik.organisation.models import Calendar
from otklik.rules.models import RuleVersion
from otklik.sla.clocks import Cause, Kind, Mode
from otklik.tickets.models import Status, Ticket


class Counted(models.Model):
    """By what a clock counts, and why it began to; shared by the open segment (in the clock) and closed ones.

    `zone` empty: the calendar's own. `event_id` is the event that told of the turn.
    """

    rule_version = models.ForeignKey(RuleVersion, null=True, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=64, blank=True, default="")
    allowance = models.DurationField()
    cause = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Cause])
    status = models.ForeignKey(Status, null=True, on_delete=models.PROTECT, related_name="+")
    event_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class Clock(Counted):
    """One promise of a ticket and how it runs (`sla.clocks.Running`). The clock for answers has a row for
    each time it ran, `run` counting from 1; of the others there is one, which goes on when work begins again.

    `due_at`: the deadline while it runs, the last one when it has stopped, the moment of the breach once it
    is broken. `warned`: the highest share of the allowance in per cent that has been told of in this run.
    `by_hand`: somebody planned the resolution, which stays until it is computed again; the clock counts on.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    run = models.PositiveIntegerField(default=1)
    mode = models.CharField(max_length=8, choices=[(m.value, m.value) for m in Mode])
    since = models.DateTimeField()
    used = models.DurationField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind", "run"], name="clock_run_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.run} of {self.ticket_id}"


class Segment(Counted):
    """A closed stretch of a clock (`sla.clocks.Segment`); never changed."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="segments")
    began = models.DateTimeField()
    ended = models.DateTimeField()
    runs = models.BooleanField()
    worked = models.DurationField()

    class Meta:
        indexes = [models.Index(fields=["clock", "id"], name="segment_of_clock")]

    def __str__(self) -> str:
        return f"{self.began} to {self.ended} of {self.clock_id}"
