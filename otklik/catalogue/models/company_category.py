"""What kinds of clients there are: client, partner, VIP …"""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7
from otklik.core.translated import TranslatedField


class CompanyCategory(models.Model):
    """A kind of client organisation, for employees only: no page, letter or answer of the API shows it to
    contacts.

    Stands here, below companies, because services are offered by it. Companies and services keep its `code`.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    hidden = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)
