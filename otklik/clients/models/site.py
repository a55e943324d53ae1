"""Sites: the shops, cafés and offices of a company where work is done (CRM-5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.models.company import Company
from otklik.clients.models.contact import Contact
from otklik.core.ids import uuid7
from otklik.people.models import Agent, Team


class Site(models.Model):
    """A place of one company. `search_key` holds name and address as they are looked for.

    `access_hours`: when one may come, in words. `contacts`: whom to ask for there. One employee or one team
    looks after it, or nobody; the observers (ids, see `Company`) follow its new tickets. `external_id`: as a
    company's.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    external_id = models.CharField(max_length=100, null=True, blank=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    search_key = models.CharField(max_length=520)
    address = models.CharField(max_length=300, blank=True, default="")
    access_hours = models.CharField(max_length=200, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    manager_agent = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    manager_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contacts = models.ManyToManyField(Contact, related_name="sites", blank=True)
    observer_agents = models.JSONField(default=list, blank=True)
    observer_teams = models.JSONField(default=list, blank=True)
    custom = models.JSONField(null=True, blank=True)
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["hidden", "name_key", "id"], name="site_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(manager_agent__isnull=True) | Q(manager_team__isnull=True),
                name="site_one_manager",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=Q(external_id__isnull=False), name="site_external_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name
