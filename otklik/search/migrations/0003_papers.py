"""The text of files, and the documents of tickets with files to be made anew."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_events_by_rule"),
        ("search", "0002_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "blob",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="paper",
                        serialize=False,
                        to="core.blob",
                    ),
                ),
                ("text", models.TextField(default="")),
                ("unread", models.CharField(default="", max_length=20)),
            ],
        ),
        migrations.RunSQL(
            "UPDATE search_document SET search_version = 0 "
            "WHERE ticket_id IN (SELECT id FROM tickets_ticket WHERE files > 0)",
            migrations.RunSQL.noop,
        ),
    ]
