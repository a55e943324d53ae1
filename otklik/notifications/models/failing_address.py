"""Addresses that mails came back from."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.notifications.models.delivery import Delivery


class FailingAddress(models.Model):
    """An address mails to which do not arrive, for a reason that lies in the address itself (`reasons.Why`).

    Written when such a mail is refused or comes back; deleted when somebody writes from it, or an employee
    says that it works. `said`: the server's own words, of the last time.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    address = models.CharField(max_length=254, unique=True)
    why = models.CharField(max_length=16)
    said = models.TextField(blank=True, default="")
    times = models.PositiveIntegerField(default=1)
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.SET_NULL, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.address}: {self.why}"
