"""The source of numbers, the delivered statuses and their transitions (FLOW-1)."""

from django.db import migrations

NEW, OPEN, CLIENT, OTHERS = "new", "open", "waiting_client", "waiting_others"
POSTPONED, RESOLVED, CLOSED = "postponed", "resolved", "closed"

# code, state, glyph, names, client's words, pauses, load, asks until, system, enabled
STATUSES = [
    ("new", NEW, "new", ("Новая", "New"), ("Получили", "Received"), False, True, False, True, True),
    (
        "assigned",
        OPEN,
        "new",
        ("Назначена", "Assigned"),
        ("Получили", "Received"),
        False,
        True,
        False,
        False,
        True,
    ),
    (
        "in_progress",
        OPEN,
        "work",
        ("В работе", "In progress"),
        ("В работе", "In progress"),
        False,
        True,
        False,
        True,
        True,
    ),
    (
        "estimating",
        OPEN,
        "appr",
        ("Оценка работ", "Estimating"),
        ("Оцениваем работы", "Estimating"),
        False,
        True,
        False,
        False,
        True,
    ),
    (
        "on_hold",
        OPEN,
        "hold",
        ("На паузе", "On hold"),
        ("На паузе", "On hold"),
        True,
        False,
        False,
        False,
        True,
    ),
    (
        "needs_clarification",
        CLIENT,
        "wait",
        ("Ждём клиента", "Needs clarification"),
        ("Ждём вашего ответа", "Waiting for your answer"),
        True,
        False,
        False,
        True,
        True,
    ),
    (
        "awaiting_approval",
        CLIENT,
        "appr",
        ("На согласовании", "Awaiting approval"),
        ("Ждёт согласования", "Awaiting approval"),
        True,
        False,
        False,
        False,
        True,
    ),
    (
        "waiting_others",
        OTHERS,
        "lvl2",
        ("Ждём других", "Waiting for others"),
        ("В работе", "In progress"),
        False,
        False,
        False,
        True,
        True,
    ),
    (
        "postponed",
        POSTPONED,
        "hold",
        ("Отложена", "Postponed"),
        ("Отложена", "Postponed"),
        True,
        False,
        True,
        True,
        True,
    ),
    (
        "resolved",
        RESOLVED,
        "done",
        ("Выполнена", "Resolved"),
        ("Выполнена", "Completed"),
        True,
        False,
        False,
        True,
        True,
    ),
    (
        "closed",
        CLOSED,
        "closed",
        ("Закрыта", "Closed"),
        ("Закрыта", "Closed"),
        True,
        False,
        False,
        True,
        True,
    ),
    (
        "under_review",
        OPEN,
        "appr",
        ("На проверке", "Under review"),
        ("На проверке", "Under review"),
        False,
        True,
        False,
        False,
        False,
    ),
    (
        "in_rework",
        OPEN,
        "work",
        ("На доработке", "In rework"),
        ("В работе", "In progress"),
        False,
        True,
        False,
        False,
        False,
    ),
]


def deliver(apps, schema_editor):
    """Statuses and the moves between them; the moves of switched-off ones are there for when they are wanted."""
    Status = apps.get_model("tickets", "Status")
    rows = {}
    for position, (code, state, glyph, names, words, pauses, load, asks, system, enabled) in enumerate(
        STATUSES
    ):
        rows[code] = Status.objects.create(
            code=code,
            state=state,
            glyph=glyph,
            name=dict(zip(("ru", "en"), names, strict=True)),
            client_name=dict(zip(("ru", "en"), words, strict=True)),
            pauses_clocks=pauses,
            counts_as_load=load,
            asks_until=asks,
            system=system,
            is_initial=code == "new",
            enabled=enabled,
            position=position,
        )
    Transition = apps.get_model("tickets", "Transition")
    Transition.objects.bulk_create(
        Transition(source=source, target=target)
        for source in rows.values()
        for target in rows.values()
        if source.pk != target.pk and allowed(source, target)
    )


def allowed(source, target):
    """Open states and Postponed move freely among one another and to Resolved; Resolved closes or returns
    to work; Closed leads nowhere by hand; nothing becomes New again."""
    working = (OPEN, CLIENT, OTHERS, POSTPONED)
    if source.state == CLOSED or target.state == NEW:
        return False
    if source.state == RESOLVED:
        return target.state == CLOSED or target.code in ("in_progress", "assigned", "in_rework")
    return target.state in (*working, RESOLVED)


def make_sequence(apps, schema_editor):
    """PostgreSQL's source of digits; SQLite counts in the NumberSeed table."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE SEQUENCE tickets_number_seq AS bigint")


def drop_sequence(apps, schema_editor):
    """Undo `make_sequence`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP SEQUENCE tickets_number_seq")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [
        migrations.RunPython(make_sequence, drop_sequence),
        migrations.RunPython(deliver, migrations.RunPython.noop),
    ]
