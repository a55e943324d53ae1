"""The directory of company categories (CRM-1), with the three that were fixed before."""

from django.db import migrations, models

import otklik.core.ids
import otklik.core.translated

DELIVERED = [
    ("client", {"ru": "Клиент", "en": "Client"}),
    ("vip", {"ru": "VIP", "en": "VIP"}),
    ("partner", {"ru": "Партнёр", "en": "Partner"}),
]


def deliver(apps, schema_editor):
    """All of them can be renamed, hidden and added to."""
    rows = apps.get_model("catalogue", "CompanyCategory").objects
    for position, (code, name) in enumerate(DELIVERED):
        rows.create(code=code, name=name, position=position)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_what_a_form_asks")]

    operations = [
        migrations.CreateModel(
            name="CompanyCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=otklik.core.ids.uuid7, editable=False, unique=True)),
                ("code", models.SlugField(max_length=40, unique=True)),
                (
                    "name",
                    otklik.core.translated.TranslatedField(
                        blank=True, default=otklik.core.translated.Translated
                    ),
                ),
                ("hidden", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(deliver, migrations.RunPython.noop),
    ]
