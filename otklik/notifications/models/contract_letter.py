"""One letter about a contract to one address."""

from __future__ import annotations

from django.db import models

from otklik.clients.models import ServicePeriod
from otklik.notifications.models.plain_letter import PlainLetter
from otklik.people.models import Agent


class ContractLetter(PlainLetter):
    """Whom a service period's end is told to."""

    period = models.ForeignKey(ServicePeriod, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150, blank=True, default="")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "address"], name="contract_letter_once"),
        ]

    def __str__(self) -> str:
        return f"period {self.period_id} to {self.address}"
