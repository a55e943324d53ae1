"""By what values are found."""

from __future__ import annotations

from django.db import models

from otklik.fields.models.field import CustomField


class FieldIndex(models.Model):
    """A value of a filterable field: folded text or whole number (`values.Key`). The kind is the field's.

    Several rows for a field that holds several options. `owner_id` is the id of a row of a package above.
    """

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="+", db_index=False)
    owner_id = models.BigIntegerField()
    key_text = models.CharField(max_length=200, null=True)
    key_num = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["field", "key_text", "owner_id"], name="field_by_text"),
            models.Index(fields=["field", "key_num", "owner_id"], name="field_by_number"),
            models.Index(fields=["field", "owner_id"], name="field_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.field_id}: {self.owner_id}"
