"""The delivered priorities (REG-6) and ticket types (REG-4)."""

from django.db import migrations

PRIORITIES = [
    ("low", 2, "low", {"ru": "Низкий", "en": "Low"}, {}),
    ("normal", 3, "norm", {"ru": "Обычный", "en": "Normal"}, {}),
    (
        "high",
        4,
        "high",
        {"ru": "Высокий", "en": "High"},
        {
            "ru": "Работа стоит или грозит штраф. Срочная отметка не делает долгую работу короткой.",
            "en": "Business is stopped or a fine is threatened. An urgent mark does not make long work short.",
        },
    ),
    (
        "immediate",
        5,
        "crit",
        {"ru": "Критический", "en": "Immediate"},
        {"ru": "Остановлена работа многих людей.", "en": "The work of many people is stopped."},
    ),
]
TYPES = [
    (
        "request",
        {"ru": "Запрос на обслуживание", "en": "Service request"},
        {"ru": "Нужно то, чего у вас раньше не было.", "en": "Something you did not have before."},
        False,
    ),
    (
        "incident",
        {"ru": "Сбой", "en": "Incident"},
        {"ru": "Перестало работать то, что работало.", "en": "Something you had stopped working."},
        False,
    ),
    (
        "consultation",
        {"ru": "Консультация", "en": "Consultation"},
        {"ru": "Вопрос, как сделать.", "en": "How to do something."},
        False,
    ),
    (
        "complaint",
        {"ru": "Жалоба", "en": "Complaint"},
        {"ru": "Что-то сделано плохо.", "en": "Something was done badly."},
        False,
    ),
    (
        "gratitude",
        {"ru": "Благодарность", "en": "Gratitude"},
        {"ru": "Что-то сделано хорошо.", "en": "Something was done well."},
        False,
    ),
    (
        "improvement",
        {"ru": "Улучшение", "en": "Improvement"},
        {"ru": "Предложение, как сделать лучше.", "en": "An idea for doing better."},
        False,
    ),
    (
        "access",
        {"ru": "Доступ", "en": "Access"},
        {"ru": "Открыть или закрыть доступ.", "en": "Give or take access."},
        False,
    ),
    (
        "data",
        {"ru": "Изменение данных", "en": "Data change"},
        {"ru": "Исправить или загрузить данные.", "en": "Correct or load data."},
        False,
    ),
    (
        "training",
        {"ru": "Обучение", "en": "Training"},
        {"ru": "Научить работать.", "en": "Teach how to work."},
        False,
    ),
    (
        "internal",
        {"ru": "Внутренняя", "en": "Internal"},
        {"ru": "Клиент её не видит.", "en": "Clients never see it."},
        True,
    ),
]


def deliver(apps, schema_editor):
    """What REG-4 and REG-6 name; all of it can be renamed, hidden and added to."""
    Priority = apps.get_model("catalogue", "Priority")
    for code, level, glyph, name, guidance in PRIORITIES:
        Priority.objects.create(
            code=code, level=level, glyph=glyph, name=name, guidance=guidance, is_default=code == "normal"
        )
    TicketType = apps.get_model("catalogue", "TicketType")
    for position, (code, name, guidance, internal) in enumerate(TYPES):
        TicketType.objects.create(
            code=code,
            name=name,
            guidance=guidance,
            internal=internal,
            position=position,
            is_default=code == "request",
        )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunPython(deliver, migrations.RunPython.noop)]
