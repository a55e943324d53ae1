"""Addresses that mails do not reach."""

import django.db.models.deletion
from django.db import migrations, models

import otklik.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_contract_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailingAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=otklik.core.ids.uuid7, editable=False, unique=True)),
                ("address", models.CharField(max_length=254, unique=True)),
                ("why", models.CharField(max_length=16)),
                ("said", models.TextField(blank=True, default="")),
                ("times", models.PositiveIntegerField(default=1)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="notifications.delivery",
                    ),
                ),
            ],
        ),
    ]
