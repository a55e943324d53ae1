"""The delivered roles (ADM-2)."""

from django.db import migrations

WORK = [
    "tickets.register",
    "tickets.reply",
    "tickets.note",
    "tickets.change_status",
    "tickets.assign",
    "tickets.edit",
]
ROLES = [
    ("administrator", {"ru": "Администратор", "en": "Administrator"}, ["*"]),
    (
        "lead",
        {"ru": "Ведущий специалист", "en": "Lead specialist"},
        [*WORK, "tickets.transfer", "tickets.delete", "clients.view_all", "clients.edit"],
    ),
    ("specialist", {"ru": "Специалист", "en": "Specialist"}, [*WORK, "tickets.transfer"]),
    (
        "dispatcher",
        {"ru": "Диспетчер", "en": "Dispatcher"},
        [*WORK, "tickets.view_all", "tickets.transfer", "clients.view_all", "clients.edit"],
    ),
]


def deliver(apps, schema_editor):
    """Four roles; their rights can be changed, own roles added."""
    Role = apps.get_model("people", "Role")
    for position, (code, name, rights) in enumerate(ROLES):
        Role.objects.create(code=code, name=name, rights=sorted(rights), delivered=True, position=position)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(deliver, migrations.RunPython.noop)]
