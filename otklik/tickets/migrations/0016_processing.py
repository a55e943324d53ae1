"""Claim by opening: who has a ticket in processing, and past stretches of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_claim_by_opening"),
        ("tickets", "0015_taken_back_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="processed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="ticket",
            name="processing_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.agent",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="processing_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Processing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "done"),
                            ("put_off", "put_off"),
                            ("passed_on", "passed_on"),
                            ("returned", "returned"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_watched", models.BooleanField(default=False)),
                ("windows", models.JSONField(default=dict)),
                ("seen_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("contact_before", models.BigIntegerField(null=True)),
                ("company_before", models.BigIntegerField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.agent",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="processings",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["agent"],
                        name="processing_of_agent",
                    ),
                    models.Index(fields=["agent", "started_at"], name="processing_begun"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("ticket",),
                        name="processing_once",
                    )
                ],
            },
        ),
    ]
