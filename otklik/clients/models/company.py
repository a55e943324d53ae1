"""Companies, their mail domains and phones."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.catalogue.models import Service
from otklik.core.ids import uuid7
from otklik.organisation.models import Brand
from otklik.people.models import Agent, Team


class Company(models.Model):
    """A client organisation. `category` is the code of one in the directory, never shown to contacts.

    `external_id` is what another program calls it, by which an import finds it again.
    `email` is its own mailbox, where letters to its contacts may go as well. `inn` and `kpp` are Russian tax
    numbers, `tax_details` whatever else is written on bills. One employee or one team looks after it, or
    nobody. `observer_agents` and `observer_teams` (ids) follow its new tickets; they stand in the row because
    every registration reads it, and neither employees nor teams are deleted.
    `services` are those open to it by name.
    `merged_into`: the company this one turned out to be.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    external_id = models.CharField(max_length=100, null=True, blank=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    category = models.CharField(max_length=40, blank=True, default="")
    inn = models.CharField(max_length=12, blank=True, default="", db_index=True)
    kpp = models.CharField(max_length=9, blank=True, default="")
    tax_details = models.TextField(blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="", db_index=True)
    address = models.CharField(max_length=300, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="companies")
    manager_agent = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    manager_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    observer_agents = models.JSONField(default=list, blank=True)
    observer_teams = models.JSONField(default=list, blank=True)
    custom = models.JSONField(null=True, blank=True)
    services = models.ManyToManyField(Service, blank=True, related_name="+")
    hidden = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["hidden", "name_key", "id"], name="company_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(manager_agent__isnull=True) | Q(manager_team__isnull=True),
                name="company_one_manager",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=Q(external_id__isnull=False), name="company_external_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CompanyDomain(models.Model):
    """A mail domain by which unknown senders are linked to the company; belongs to one company only."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.domain


class CompanyPhone(models.Model):
    """A telephone number of a company, in E.164 where it can be read; the first one is called. `kind`
    is one of `PhoneKind` or empty."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="phones")
    phone = models.CharField(max_length=32, db_index=True)
    kind = models.CharField(max_length=16, blank=True, default="")
    extension = models.CharField(max_length=10, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.phone
