"""The face shown to clients."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField


class Brand(models.Model):
    """Name, colour and addresses shown to clients; every account, company and ticket has one."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    base_url = models.URLField(blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    accent = models.CharField(max_length=32, blank=True, default="")
    is_default = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_brand"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class BrandLogo(models.Model):
    """A brand's logo, drawn anew by us as PNG; `digest` names it in addresses, so browsers may keep it."""

    brand = models.OneToOneField(Brand, primary_key=True, on_delete=models.CASCADE, related_name="logo")
    png = models.BinaryField()
    digest = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"logo of brand {self.brand_id}"
