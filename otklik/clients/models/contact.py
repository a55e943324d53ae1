"""Contacts with their addresses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.enums import MessengerKind
from otklik.clients.models.company import Company
from otklik.clients.models.portal_rights import PortalRights
from otklik.core.ids import uuid7
from otklik.people.models import Agent, Team, User


class Contact(PortalRights):
    """A person of a company, or a private one. With a user: may sign in to the portal.

    Their level in the company stands here (`PortalRights`), those of further companies in `ContactCompany`;
    `scope_companies` and `scope_sites` (ids) are what all of it opens besides the company itself, written by
    `commands.scopes` alone. `unwanted_letters`: kinds of letters they do not want, by their own choice.
    `copies`: addresses that get a copy of every answer,
    without becoming addresses of theirs. One employee or one team looks after them, or nobody; the observers
    (ids, see `Company`) follow their new tickets. `external_id`: as a company's. `merged_into`: the contact
    this one turned out to be.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    external_id = models.CharField(max_length=100, null=True, blank=True)
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="contact")
    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150, db_index=True)
    position = models.CharField(max_length=150, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="")
    scope_companies = models.JSONField(default=list, blank=True)
    scope_sites = models.JSONField(default=list, blank=True)
    notes = models.TextField(blank=True, default="")
    copies = models.JSONField(default=list, blank=True)
    manager_agent = models.ForeignKey(
        Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    manager_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    observer_agents = models.JSONField(default=list, blank=True)
    observer_teams = models.JSONField(default=list, blank=True)
    unwanted_letters = models.JSONField(default=list, blank=True)
    custom = models.JSONField(null=True, blank=True)
    hidden = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["hidden", "name_key", "id"], name="contact_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(manager_agent__isnull=True) | Q(manager_team__isnull=True),
                name="contact_one_manager",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=Q(external_id__isnull=False), name="contact_external_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactEmail(models.Model):
    """A mail address of a contact, lower-case with an IDNA domain; belongs to one contact only."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="emails")
    email = models.CharField(max_length=254, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.email


class ContactPhone(models.Model):
    """A telephone number of a contact in E.164; `kind` is one of `PhoneKind` or empty."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="phones")
    phone = models.CharField(max_length=32, db_index=True)
    kind = models.CharField(max_length=16, blank=True, default="")
    extension = models.CharField(max_length=10, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.phone


class ContactMessenger(models.Model):
    """An address of a contact in a messenger, as it was given: a name, a number, a link."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="messengers")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in MessengerKind])
    address = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["kind", "address"], name="messenger_by_address")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.address}"
