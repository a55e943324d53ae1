"""Addresses for copies, messengers, managers and default observers of contacts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0005_one_manager"),
        ("people", "0003_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="copies",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="contact",
            name="manager_agent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.agent",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="manager_team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.team",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="observer_agents",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="contact",
            name="observer_teams",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("manager_agent__isnull", True), ("manager_team__isnull", True), _connector="OR"
                ),
                name="contact_one_manager",
            ),
        ),
        migrations.CreateModel(
            name="ContactMessenger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("telegram", "telegram"),
                            ("whatsapp", "whatsapp"),
                            ("viber", "viber"),
                            ("max", "max"),
                            ("vk", "vk"),
                            ("signal", "signal"),
                            ("other", "other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("address", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messengers",
                        to="clients.contact",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["kind", "address"], name="messenger_by_address")],
            },
        ),
    ]
