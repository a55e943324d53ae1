"""The configuration's version and the shared cache's table."""

import uuid

from django.db import migrations


def deliver(apps, schema_editor):
    """The first token; a random one, so that two installations never share it."""
    apps.get_model("core", "ConfigVersion").objects.create(pk=1, token=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunPython(deliver, migrations.RunPython.noop),
        # Django's DatabaseCache has no model; this is what its createcachetable makes.
        migrations.RunSQL(
            [
                """CREATE TABLE otklik_cache (cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL, expires timestamp with time zone NOT NULL)""",
                "CREATE INDEX otklik_cache_expires ON otklik_cache (expires)",
            ],
            "DROP TABLE otklik_cache",
        ),
    ]
