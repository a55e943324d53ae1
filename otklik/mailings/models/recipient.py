"""Who a mass message goes to: the letter, and what came back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.models import Contact
from otklik.core.ids import uuid7
from otklik.mailings.enums import LeftOut, Standing
from otklik.mailings.models.mailing import Mailing
from otklik.tickets.models import Ticket


class Recipient(models.Model):
    """One contact of a started message, and their letter. Apart from deliveries: those are always about a
    ticket, and here a ticket comes into being by the answer alone (`ticket`).

    An address stands once in a message, so a letter leaves once however often work on it is begun again; its
    Message-ID follows from `uid`. `event_id`: which event handed it over last; work on an earlier one no
    longer counts. `begun_at` and `unsure` as for deliveries. A recipient who is left out has a `reason` and
    no letter. `choice` and `words` answer a survey. `machine_at`: their side answered by machine.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=254, blank=True, default="")
    name = models.CharField(max_length=150, blank=True, default="")
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Standing])
    reason = models.CharField(
        max_length=16, blank=True, default="", choices=[(one.value, one.value) for one in LeftOut]
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    message_header = models.CharField(max_length=250, blank=True, default="")
    event_id = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(null=True)
    unsure = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    machine_at = models.DateTimeField(null=True)
    unsubscribed_at = models.DateTimeField(null=True)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="+")
    choice = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "contact"], name="mailing_contact_once"),
            models.UniqueConstraint(
                fields=["mailing", "address"], condition=Q(reason=""), name="mailing_address_once"
            ),
        ]
        indexes = [models.Index(fields=["mailing", "state", "id"], name="mailing_letters")]

    def __str__(self) -> str:
        return f"{self.mailing_id} to {self.address}"
