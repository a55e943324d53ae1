"""Services, ticket types and categories."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models.priority import Priority
from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.organisation.models import Brand, Calendar
from otklik.people.models import Team


class TicketType(models.Model):
    """Request, incident, complaint …; an internal one is never seen by clients and mails them nothing."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    guidance = TranslatedField()
    internal = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


class Category(models.Model):
    """A label; several per ticket. It may belong to requests only, to problems only, or to both."""

    class Belongs(models.TextChoices):
        """Which kind of ticket offers the category."""

        BOTH = "both"
        REQUEST = "request"
        PROBLEM = "problem"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    belongs = models.CharField(max_length=8, choices=Belongs.choices, default=Belongs.BOTH)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


class Service(models.Model):
    """A node of the service catalogue: a package holds services; `code` is what people quote (`254001`).

    `path` is the chain of ids from the root (`/3/17/`), so a branch is one prefix comparison.
    The service decides the team; guidance is shown when it is chosen. `close_after` (in `close_unit`: working
    days of `calendar`, or hours) and `calendar` are those of the service above where they are empty; 0: done
    tickets wait for the client for ever. Clients are offered it where `public`: of these `brands` (none: of
    every one). With `for_categories` or `only_for` it is open to some: to companies of these categories;
    `named`: to companies on whose card it stands; `contract`: to those a current contract covers it for.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=200, db_index=True)
    code = models.CharField(max_length=40, unique=True)
    name = TranslatedField()
    name_key = models.CharField(max_length=400, db_index=True)
    guidance = TranslatedField()
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    types = models.ManyToManyField(TicketType, blank=True, related_name="services")
    categories = models.ManyToManyField(Category, blank=True, related_name="services")
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    close_after = models.PositiveSmallIntegerField(null=True, blank=True)
    close_unit = models.CharField(
        max_length=8, null=True, blank=True, choices=[("days", "days"), ("hours", "hours")]
    )
    asks = models.JSONField(default=list, blank=True)
    requires = models.JSONField(default=list, blank=True)
    default_type = models.ForeignKey(
        TicketType, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    default_priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_package = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    brands = models.ManyToManyField(Brand, blank=True, related_name="services")
    for_categories = models.JSONField(default=list, blank=True)
    only_for = models.JSONField(default=list, blank=True)
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
