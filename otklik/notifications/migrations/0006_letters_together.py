import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0005_attempts"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="within",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="carried",
                to="notifications.delivery",
            ),
        ),
    ]
