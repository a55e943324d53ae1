"""What a contact's portal opens to them besides their own requests."""

from __future__ import annotations

from django.db import models


class PortalRights(models.Model):
    """A contact's level in one company (CRM-3). A right given means open, reply and close as with one's own.

    `access`: their own requests, or the company's. `sees_sites`: those of the company's sites they are linked
    to. `sees_supervised`: those of companies this one supervises. `sees_reports`: the company's reports.
    `approves_up_to`: the largest sum of paid work they may agree to, in minor units of `approves_currency`;
    null: none. These two are kept for when the portal has reports and asks for approval, and open nothing
    yet: form and API say so.
    """

    class Access(models.TextChoices):
        """Whose requests of the company are open to them."""

        OWN = "own"
        COMPANY = "company"

    access = models.CharField(max_length=16, choices=Access.choices, default=Access.OWN)
    sees_sites = models.BooleanField(default=False)
    sees_supervised = models.BooleanField(default=False)
    sees_reports = models.BooleanField(default=False)
    approves_up_to = models.PositiveBigIntegerField(null=True)
    approves_currency = models.CharField(max_length=3, default="RUB")

    class Meta:
        abstract = True
