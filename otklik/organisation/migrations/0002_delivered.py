"""The default brand."""

from django.db import migrations


def deliver(apps, schema_editor):
    """One face for clients; an administrator gives it the organisation's name."""
    apps.get_model("organisation", "Brand").objects.create(
        code="default", name={"ru": "Служба поддержки", "en": "Service desk"}, is_default=True
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunPython(deliver, migrations.RunPython.noop)]
