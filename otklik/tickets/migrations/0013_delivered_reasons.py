"""Why a ticket is put off, to choose from: delivered with the status, changed in its settings (FLOW-2)."""

from django.db import migrations

REASONS = {
    "ru": "нет ответа\nпросит перезвонить\nклиента нет на месте",
    "en": "no answer\nasked to call back\nclient is away",
}


def deliver(apps, schema_editor):
    """For the status of the state Postponed."""
    apps.get_model("tickets", "Status").objects.filter(code="postponed").update(reasons=REASONS)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_entering_and_stages")]
    operations = [migrations.RunPython(deliver, migrations.RunPython.noop)]
