"""Files that belong to a client: papers of a company or of a contract."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.models.company import Company
from otklik.clients.models.contract import Contract
from otklik.core.ids import uuid7
from otklik.core.models import StoredFile


class ClientFile(models.Model):
    """A file of one owner, which is exactly one of the foreign keys: a company or a contract.

    `public`: contacts who see all of the owner's requests read it in the portal; otherwise it is for
    employees only. Its name, size and who put it there are the stored file's.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="files")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.CASCADE, related_name="files")
    public = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=False, contract__isnull=True)
                | Q(company__isnull=True, contract__isnull=False),
                name="client_file_one_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} of company {self.company_id} or contract {self.contract_id}"
