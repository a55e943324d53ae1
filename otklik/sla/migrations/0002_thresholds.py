"""The one share of the time at which deadlines were told of becomes a list."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


def keep_share(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What an administrator had chosen stays; nothing chosen is what is delivered."""
    settings = apps.get_model("organisation", "Setting").objects
    for row in settings.filter(key="sla.warn_at"):
        row.key, row.value = "sla.thresholds", [str(row.value)] if row.value else []
        row.save(update_fields=["key", "value"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sla", "0001_initial"), ("organisation", "0006_brand_look")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunPython(keep_share, migrations.RunPython.noop),
    ]
