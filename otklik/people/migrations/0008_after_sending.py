from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_claim_by_opening"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="after_send",
            field=models.CharField(blank=True, default="", max_length=4),
        ),
        migrations.AddField(
            model_name="user",
            name="send_status",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
