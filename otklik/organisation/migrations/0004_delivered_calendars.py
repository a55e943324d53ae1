"""The delivered calendars: working days nine to six with Russian holidays, and around the clock."""

from django.db import migrations

from otklik.core import clock
from otklik.organisation.holidays import DayKind, public_days

OFFICE = [[540, 1080]]
CALENDARS = [
    ("weekdays", {"ru": "Будни 9–18", "en": "Weekdays 9–18"}, [OFFICE] * 5 + [[], []], "RU", True),
    ("always", {"ru": "Круглосуточно", "en": "Around the clock"}, [[[0, 1440]]] * 7, "", False),
]


def deliver(apps, schema_editor):
    """Both, and the holidays of this and the next year for the first."""
    Calendar = apps.get_model("organisation", "Calendar")
    Week = apps.get_model("organisation", "CalendarWeek")
    this_year = clock.now().year
    for position, (code, name, week, country, is_default) in enumerate(CALENDARS):
        calendar = Calendar.objects.create(
            code=code,
            name=name,
            country=country,
            is_default=is_default,
            position=position,
            loaded_through=this_year + 1 if country else 0,
        )
        Week.objects.create(calendar=calendar, valid_from=None, spans=week)
        if country:
            add_days(apps, calendar, country, [this_year, this_year + 1])


def add_days(apps, calendar, country, years):
    """Closed days, eves that are an hour shorter, days worked instead of others."""
    spans = {DayKind.CLOSED: [], DayKind.SHORT: [[540, 1020]], DayKind.WORKING: OFFICE}
    Day = apps.get_model("organisation", "CalendarDay")
    Day.objects.bulk_create(
        Day(
            calendar=calendar,
            date=day.date,
            spans=spans[day.kind],
            name=dict(day.name.texts),
            from_holidays=True,
        )
        for day in public_days(country, years)
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_calendars")]
    operations = [migrations.RunPython(deliver, migrations.RunPython.noop)]
