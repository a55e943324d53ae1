"""Assets: equipment of a company (CRM-6), and the directories they are described by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.models.company import Company
from otklik.clients.models.site import Site
from otklik.core.ids import uuid7
from otklik.core.models import StoredFile
from otklik.core.translated import TranslatedField


class AssetType(models.Model):
    """A kind of equipment: coffee machine, cash register."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = TranslatedField()
    position = models.PositiveSmallIntegerField(default=0)
    hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.name)


class Manufacturer(models.Model):
    """Who makes equipment."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = TranslatedField()
    position = models.PositiveSmallIntegerField(default=0)
    hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.name)


class AssetModel(models.Model):
    """A model of a manufacturer; `type` is what every machine of it is."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = TranslatedField()
    manufacturer = models.ForeignKey(
        Manufacturer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    type = models.ForeignKey(AssetType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.name)


class Asset(models.Model):
    """A machine of one company, at one of its sites or at none. `serial_key`: the serial number without
    spaces and dashes, as it is looked for. `external_id`: as a company's. `picture`: a photo of it."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    external_id = models.CharField(max_length=100, null=True, blank=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="assets")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="assets")
    type = models.ForeignKey(AssetType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    manufacturer = models.ForeignKey(
        Manufacturer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    model = models.ForeignKey(AssetModel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    serial = models.CharField(max_length=100, blank=True, default="")
    serial_key = models.CharField(max_length=100, blank=True, default="", db_index=True)
    warranty_until = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True, default="")
    picture = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    custom = models.JSONField(null=True, blank=True)
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["hidden", "name_key", "id"], name="asset_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=Q(external_id__isnull=False), name="asset_external_id"
            )
        ]

    def __str__(self) -> str:
        return self.name
