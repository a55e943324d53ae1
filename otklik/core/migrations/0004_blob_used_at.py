from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_queue"),
    ]

    operations = [
        migrations.RenameField(model_name="blob", old_name="created_at", new_name="used_at"),
    ]
