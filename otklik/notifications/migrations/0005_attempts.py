from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_failing_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="begun_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="unsure",
            field=models.BooleanField(null=True),
        ),
    ]
