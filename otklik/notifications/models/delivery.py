"""One notification to one recipient."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.models import Contact
from otklik.core.ids import uuid7
from otklik.notifications.enums import Audience, Channel, DeliveryState, Letter
from otklik.people.models import Agent
from otklik.tickets.models import Message, Ticket


class Delivery(models.Model):
    """What is told to whom because of an event, by which channel, and how far it has come.

    Written by `notifications.commands`. One row for an address and an event, whatever the number of reasons
    to tell it. `message_header` is the Message-ID the mail left under; it follows from `uid`, so a mail that
    is sent again after a crash is the same mail to the recipient's server.

    `begun_at`: since when an attempt runs, or has ended so that nobody knows how. `unsure`: such an attempt
    was followed by another one, so that the mail may have left twice. `within`: the delivery with whose mail
    it leaves, or has left.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=16, choices=[(c.value, c.value) for c in Channel])
    audience = models.CharField(max_length=16, choices=[(a.value, a.value) for a in Audience])
    letter = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in Letter])
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=150, blank=True, default="")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in DeliveryState])
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    message_header = models.CharField(max_length=250, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    unsure = models.BooleanField(null=True)
    within = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="carried")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "channel", "address"], name="delivery_once"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="delivery_outbox"),
            models.Index(fields=["ticket", "address"], name="delivery_told"),
            models.Index(
                fields=["address", "-created_at"],
                name="delivery_confirmed",
                condition=Q(letter=Letter.CONFIRMATION.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} to {self.address}"
