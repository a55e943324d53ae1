"""The delivered explanations why a ticket is not processed (FLOW-9), and who may review complaints."""

from django.db import migrations

EXPLANATIONS = [
    (
        "not_ours",
        {"ru": "Не к нам", "en": "Not for us"},
        {
            "ru": "Этим занимаемся не мы, поэтому заявку закрываем без работы. Обратитесь, пожалуйста, к тому, "
            "кто за это отвечает.",
            "en": "This is not something we do, so the request is closed without work. Please turn to those who "
            "are in charge of it.",
        },
    ),
    (
        "duplicate",
        {"ru": "Повтор", "en": "Duplicate"},
        {
            "ru": "По этому вопросу у вас уже есть заявка, отвечаем в ней. Эту закрываем.",
            "en": "You already have a request about this, and we answer there. This one is closed.",
        },
    ),
    (
        "no_details",
        {"ru": "Не хватает сведений", "en": "Not enough information"},
        {
            "ru": "Без дополнительных сведений помочь не получится, поэтому заявку закрываем. Ответьте на это "
            "письмо, и она снова окажется в работе.",
            "en": "We cannot help without more information, so the request is closed. Answer this mail, and work "
            "on it begins again.",
        },
    ),
    (
        "several_questions",
        {"ru": "Несколько вопросов", "en": "Several questions"},
        {
            "ru": "Здесь несколько разных вопросов. Зарегистрируйте, пожалуйста, отдельную заявку на каждый: так "
            "за каждый возьмётся тот, кто в нём разбирается.",
            "en": "There are several questions here. Please register a request for each of them, so that each is "
            "taken by whoever knows it best.",
        },
    ),
    ("spam", {"ru": "Реклама или спам", "en": "Advertising or spam"}, {}),
]
REVIEW = "tickets.review"
REVIEWERS = ("lead", "dispatcher")


def deliver(apps, schema_editor):
    """Five explanations; leads and dispatchers review complaints."""
    Explanation = apps.get_model("tickets", "Explanation")
    for position, (code, name, text) in enumerate(EXPLANATIONS):
        Explanation.objects.create(code=code, name=name, text=text, position=position)
    for role in apps.get_model("people", "Role").objects.filter(code__in=REVIEWERS, delivered=True):
        if REVIEW not in role.rights:
            role.rights = sorted([*role.rights, REVIEW])
            role.save(update_fields=["rights"])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_waiting_and_rating"), ("people", "0002_delivered")]
    operations = [migrations.RunPython(deliver, migrations.RunPython.noop)]
