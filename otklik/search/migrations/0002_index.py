"""The index itself, in each engine's own words."""

from django.db import migrations

from otklik.search.engines import postgres, sqlite


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgres.INDEX)
        return
    for command in (sqlite.TABLE, *sqlite.TRIGGERS):
        schema_editor.execute(command, params=None)


def remove(apps, schema_editor):
    # Indexes and triggers go with the table of documents.
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_index", params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(build, remove)]
