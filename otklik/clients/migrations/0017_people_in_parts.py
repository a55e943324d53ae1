from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from otklik.clients.word_parts import endings_of

CONTACT = 5
BATCH = 500


def fill(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The names of the people there are, some hundred at a time."""
    part_of = apps.get_model("clients", "WordPart")
    rows, last = apps.get_model("clients", "Contact")._default_manager.order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", "name_key")[:BATCH]):
        new = [
            part_of(kind=CONTACT, ref=pk, part=part)
            for pk, name in batch
            for part in sorted(endings_of(name))
        ]
        part_of._default_manager.bulk_create(new, BATCH)
        last = batch[-1][0]


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0016_words_in_parts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="wordpart",
            name="kind",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "COMPANY"), (2, "SITE"), (3, "ASSET"), (4, "CONTRACT"), (5, "CONTACT")]
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
