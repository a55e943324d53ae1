"""Forgetting files: they hold people's names and numbers."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from otklik.core import clock
from otklik.importing.enums import Stage
from otklik.importing.models import BadRow, ImportRun

KEPT = timedelta(days=30)


def forget_old() -> int:
    """Let go of the files and bad rows of imports older than a month, and of imports never started; how many.

    A sweep. The line with its counts stays; the bytes go with the sweep of orphans.
    """
    old = ImportRun.objects.filter(created_at__lt=clock.now() - KEPT).exclude(stage=Stage.RUNNING)
    forgotten = 0
    for pk in list(old.filter(file__isnull=False).values_list("pk", flat=True)):
        with transaction.atomic():
            row = ImportRun.objects.select_for_update().get(pk=pk)
            BadRow.objects.filter(run=row).delete()
            row.file, row.rows = None, None
            row.save(update_fields=["file", "rows"])
            forgotten += 1
    return forgotten
