"""Channel accounts: what a mailbox or a bot is to everybody above the channels."""

from __future__ import annotations

from django.db import models

from otklik.catalogue.models.priority import Priority
from otklik.catalogue.models.service import Service, TicketType
from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField
from otklik.organisation.models import Brand
from otklik.people.models import Team


class ChannelAccount(models.Model):
    """A way in with its defaults: address, sender name, brand, team, service, type, priority.

    `observer_agents` and `observer_teams` (ids) follow every ticket that comes in by it.
    `sender_address` is what mails leave under where it is not `address` itself. Secrets and polling state
    live with the channel, not here. `name` is what commands take:
    `otklik mail receive --mailbox support`.
    """

    class Kind(models.TextChoices):
        """The channels an account can belong to."""

        MAIL = "mail"
        FORM = "form"
        TELEGRAM = "telegram"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.SlugField(max_length=40, unique=True)
    title = TranslatedField()
    address = models.CharField(max_length=254, blank=True, default="", db_index=True)
    sender_address = models.CharField(max_length=254, blank=True, default="")
    sender_name = TranslatedField()
    signature = TranslatedField()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="accounts")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(TicketType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    observer_agents = models.JSONField(default=list, blank=True)
    observer_teams = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def sends_from(self) -> str:
        """The address mails of this mailbox leave under."""
        return self.sender_address or self.address
