"""Several phones, tax numbers and default observers of companies."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_unwanted_letters")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="inn",
            field=models.CharField(blank=True, db_index=True, default="", max_length=12),
        ),
        migrations.AddField(
            model_name="company",
            name="kpp",
            field=models.CharField(blank=True, default="", max_length=9),
        ),
        migrations.AddField(
            model_name="company",
            name="tax_details",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="company",
            name="observer_agents",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="company",
            name="observer_teams",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="CompanyPhone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(db_index=True, max_length=32)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="clients.company",
                    ),
                ),
            ],
            options={"ordering": ["position", "id"]},
        ),
    ]
