"""Contacts of several companies, and companies that look after others."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from otklik.clients.models.company import Company
from otklik.clients.models.contact import Contact
from otklik.clients.models.portal_rights import PortalRights


class ContactCompany(PortalRights):
    """A further company of a contact, with their level there; their first one stands in the contact's row."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="further_companies")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="further_contacts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "company"], name="contact_company_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} of company {self.company_id}"


class Supervision(models.Model):
    """A company looks after another: contacts with that right see the other's requests."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="supervises")
    supervised = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="supervised_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "supervised"], name="supervision_once"),
            models.CheckConstraint(condition=~Q(company=F("supervised")), name="supervision_of_others"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} supervises {self.supervised_id}"
