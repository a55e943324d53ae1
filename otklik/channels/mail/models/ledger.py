"""The ledger of incoming mail, and the Message-IDs that belong to tickets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.enums import Outcome
from otklik.core.ids import uuid7
from otklik.core.models import Blob
from otklik.notifications.models import Delivery
from otklik.tickets.models import Message, Ticket


class InboundRaw(models.Model):
    """One mail as it came in: its bytes, where it came from, what became of it.

    Written before anything is read, so that every failure can be replayed; `outcome` is empty until it is
    settled, in the transaction that writes ticket and message. `fingerprint` (Message-ID and body) is set by
    the one line that had the effect: the unique key is what makes "the same mail twice" one message.
    `error` holds what an administrator needs to know about a failure. `doubts`: codes of `doubts.Doubt`
    with blanks between them; null for lines older than the column.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey(ChannelAccount, null=True, on_delete=models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    envelope_from = models.CharField(max_length=254, blank=True, default="")
    envelope_to = models.CharField(max_length=254, blank=True, default="")
    received_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField()

    message_header = models.CharField(max_length=250, blank=True, default="")
    sender = models.CharField(max_length=254, blank=True, default="")
    subject = models.CharField(max_length=250, blank=True, default="")
    fingerprint = models.CharField(max_length=64, null=True, unique=True)
    outcome = models.CharField(
        max_length=16, blank=True, default="", choices=[(o.value, o.value) for o in Outcome]
    )
    reason = models.CharField(max_length=200, blank=True, default="")
    error = models.TextField(blank=True, default="")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.OneToOneField(Message, null=True, on_delete=models.SET_NULL, related_name="mail")
    settled_at = models.DateTimeField(null=True)
    doubts = models.CharField(max_length=80, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tried_at"], name="inbound_unfinished", condition=Q(outcome="")),
            models.Index(fields=["blob", "outcome"], name="inbound_same_bytes"),
            models.Index(fields=["received_at", "outcome"], name="inbound_balance"),
            models.Index(fields=["outcome", "-id"], name="inbound_ledger"),
            models.Index(fields=["sender", "-received_at"], name="inbound_sender", condition=~Q(sender="")),
        ]

    def __str__(self) -> str:
        return f"{self.outcome or 'unfinished'} {self.uid}"


class MailMessageId(models.Model):
    """A Message-ID that belongs to a ticket: a client's mail we took in, or a mail of ours that left.

    The first mail with an id has it; another one with the same id is a message of its own without an entry.
    """

    header = models.CharField(max_length=250, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="mail_ids")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "-id"], name="mail_id_of_ticket")]

    def __str__(self) -> str:
        return self.header
