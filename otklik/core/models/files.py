"""Files: bytes by their hash, and the named files people attach."""

from __future__ import annotations

from django.db import models

from otklik.core.ids import uuid7


class Blob(models.Model):
    """Bytes on stable storage, kept once per content. The row is written after the bytes are.

    `used_at` is when they were last stored: for a day after that no sweep takes them for orphans.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class StoredFile(models.Model):
    """A blob under a name. Who may read it is decided by what it is attached to (link tables above);
    until it is attached, only by whoever uploaded it."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    uploader_kind = models.CharField(max_length=16)
    uploader_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
