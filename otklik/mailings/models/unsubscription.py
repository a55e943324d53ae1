"""Who wants no mass messages."""

from __future__ import annotations

from django.db import models

from otklik.clients.models import Contact
from otklik.mailings.enums import Kind
from otklik.mailings.models.mailing import Mailing


class Unsubscription(models.Model):
    """A contact wants no messages of one kind any more; letters about their tickets are not concerned.

    Written by the contact through a letter's link, or by an employee they told. Deleted only by an employee
    who notes why. `mailing`: whose letter led to it.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="unsubscriptions")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    mailing = models.ForeignKey(Mailing, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "kind"], name="unsubscribed_once")]

    def __str__(self) -> str:
        return f"contact {self.contact_id} from {self.kind}"
