"""What every letter that is no delivery has."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.notifications.enums import DeliveryState


class PlainLetter(models.Model):
    """A letter that belongs to no ticket's story, and how far it has come. Apart from deliveries: those are
    always about a ticket, and every reader of them relies on it.

    One row for an address and an event, so that an address is mailed once however often work on it is begun
    again; its Message-ID follows from the row.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event_id = models.BigIntegerField()
    address = models.CharField(max_length=254)
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in DeliveryState])
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
