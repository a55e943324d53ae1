"""What was done as one step and can be taken back; where a merged ticket's messages stand."""

import django.db.models.deletion
from django.db import migrations, models

import otklik.core.ids

UNDO = "tickets.undo"
MAY_UNDO = ("lead", "dispatcher")


def deliver(apps, schema_editor):
    """Leads and dispatchers take back what colleagues did; everybody their own, without a right."""
    for role in apps.get_model("people", "Role").objects.filter(code__in=MAY_UNDO, delivered=True):
        if UNDO not in role.rights:
            role.rights = sorted([*role.rights, UNDO])
            role.save(update_fields=["rights"])


def key(to, *, name="+", on_delete=django.db.models.deletion.CASCADE, null=False, **more):
    return models.ForeignKey(null=null, on_delete=on_delete, related_name=name, to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_list_columns"), ("tickets", "0013_delivered_reasons")]
    operations = [
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=otklik.core.ids.uuid7, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[(k, k) for k in ("bulk", "macro", "merge", "split")], max_length=8
                    ),
                ),
                ("at", models.DateTimeField()),
                ("what", models.JSONField(default=dict)),
                ("ids", models.JSONField(default=list)),
                ("position", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("refusals", models.PositiveIntegerField(default=0)),
                ("refused", models.JSONField(default=list)),
                ("finished_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_after", models.BigIntegerField(default=0)),
                ("undone", models.PositiveIntegerField(default=0)),
                ("left", models.JSONField(default=list)),
                ("agent", key("people.agent", on_delete=django.db.models.deletion.SET_NULL, null=True)),
                ("undone_by", key("people.agent", on_delete=django.db.models.deletion.SET_NULL, null=True)),
            ],
            options={"indexes": [models.Index(fields=["agent", "-id"], name="operation_of_agent")]},
        ),
        migrations.CreateModel(
            name="Carried",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[(k, k) for k in ("moved", "meant", "copied")], max_length=8),
                ),
                ("message", key("tickets.message", name="carried")),
                ("operation", key("tickets.operation", name="carried")),
                ("source", key("tickets.ticket")),
                ("target", key("tickets.ticket", name="carried")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("operation", "message"), name="carried_once")]
            },
        ),
        migrations.AddField(
            model_name="ticket",
            name="merged_into",
            field=key(
                "tickets.ticket", on_delete=django.db.models.deletion.SET_NULL, null=True, db_index=False
            ),
        ),
        migrations.AlterField(
            model_name="link",
            name="kind",
            field=models.CharField(
                choices=[
                    (k, k)
                    for k in ("continues", "related", "duplicate", "parent", "blocks", "merged", "split")
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="outcome",
            field=models.CharField(
                choices=[(k, k) for k in ("not_processed", "merged")], max_length=16, null=True
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="ticket_merged",
            ),
        ),
        migrations.RunPython(deliver, migrations.RunPython.noop),
    ]
