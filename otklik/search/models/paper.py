"""The text of a file's content, kept so that it is read once."""

from __future__ import annotations

from django.db import models

from otklik.core.models import Blob


class Paper(models.Model):
    """What was read of a content; or, in one word, why nothing was (`papers.kinds.Unread`). Written by
    `search.papers.keeping` only."""

    blob = models.OneToOneField(Blob, primary_key=True, on_delete=models.CASCADE, related_name="paper")
    text = models.TextField(default="")
    unread = models.CharField(max_length=20, default="")

    def __str__(self) -> str:
        return f"text of {self.blob_id}"
