"""One letter of the house to one address."""

from __future__ import annotations

from django.db import models

from otklik.notifications.enums import HouseKind
from otklik.notifications.models.plain_letter import PlainLetter
from otklik.people.models import User
from otklik.tickets.models import Ticket


class HouseLetter(PlainLetter):
    """A letter about an account, a link, an alarm (`HouseKind`). `user`: whose account it is about."""

    about = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in HouseKind])
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "address"], name="house_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.about} to {self.address}"
