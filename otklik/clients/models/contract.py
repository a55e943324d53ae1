"""Contracts over one or several companies, and their service periods (CRM-4)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from otklik.catalogue.models import Service
from otklik.clients.models.asset import Asset
from otklik.clients.models.company import Company
from otklik.clients.models.site import Site
from otklik.core.ids import uuid7
from otklik.people.models import Agent, Team


class Contract(models.Model):
    """What is agreed with clients: whose companies, since when, which services, which places (sites and
    assets are one list). None named: all of them.

    `payer` is the main company, one of `companies`; its time zone says what day it is. Dates left out are
    open. `amount` is in minor units of `currency` (kopecks), for those who may see prices. One employee or
    one team looks after it, or nobody. `search_key` holds number and title as they are looked for.
    `external_id`: as a company's.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    external_id = models.CharField(max_length=100, null=True, blank=True)
    number = models.CharField(max_length=60)
    number_key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200, blank=True, default="")
    search_key = models.CharField(max_length=280)
    payer = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="paid_contracts")
    companies = models.ManyToManyField(Company, related_name="contracts")
    services = models.ManyToManyField(Service, blank=True, related_name="+")
    sites = models.ManyToManyField(Site, blank=True, related_name="+")
    assets = models.ManyToManyField(Asset, blank=True, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    manager_agent = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    manager_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField(blank=True, default="")
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="RUB")
    custom = models.JSONField(null=True, blank=True)
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["hidden", "number_key", "id"], name="contract_by_number")]
        constraints = [
            models.CheckConstraint(
                condition=Q(manager_agent__isnull=True) | Q(manager_team__isnull=True),
                name="contract_one_manager",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="contract_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=Q(external_id__isnull=False), name="contract_external_id"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ServicePeriod(models.Model):
    """A stretch of a contract that is paid for as one: first and last day, paid or not.

    Two of one contract never have a day in common: whoever writes one holds the contract's row, and
    PostgreSQL refuses it besides. On `remind_on` whoever looks after the contract is mailed, once:
    `reminded_at`. `price` is in minor units of the contract's currency.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField()
    paid = models.BooleanField(default=False)
    paid_on = models.DateField(null=True, blank=True)
    price = models.BigIntegerField(null=True, blank=True)
    remind_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_on"]
        indexes = [
            models.Index(
                fields=["remind_on"],
                name="period_to_remind",
                condition=Q(reminded_at__isnull=True, remind_on__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["contract", "starts_on"], name="period_one_start"),
            models.UniqueConstraint(fields=["contract", "ends_on"], name="period_one_end"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.starts_on} – {self.ends_on}"
