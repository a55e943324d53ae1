"""One letter about a contract to one address."""

from __future__ import annotations

from django.db import models

from otklik.clients.models import ServicePeriod
from otklik.core.ids import uuid7
from otklik.notifications.enums import DeliveryState
from otklik.people.models import Agent


class ContractLetter(models.Model):
    """Whom a service period's end is told to, and how far that has come. Apart from deliveries: those are
    always about a ticket, and every reader of them relies on it.

    One row for an address and an event, so that an address is mailed once however often work on it is begun
    again; its Message-ID follows from the event that sends it.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event_id = models.BigIntegerField()
    period = models.ForeignKey(ServicePeriod, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=150, blank=True, default="")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in DeliveryState])
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "address"], name="contract_letter_once"),
        ]

    def __str__(self) -> str:
        return f"period {self.period_id} to {self.address}"
