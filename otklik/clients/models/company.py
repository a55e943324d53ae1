"""Companies and their mail domains."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.organisation.models import Brand
from otklik.people.models import Agent, Team


class Company(models.Model):
    """A client organisation. `category` (client, partner, VIP) is never shown to contacts."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    category = models.CharField(max_length=40, blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="companies")
    manager_agent = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    manager_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["hidden", "name_key", "id"], name="company_by_name")]

    def __str__(self) -> str:
        return self.name


class CompanyDomain(models.Model):
    """A mail domain by which unknown senders are linked to the company; belongs to one company only."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.domain
