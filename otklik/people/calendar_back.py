"""Taking back changes of calendars."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.core.errors import NotPossible
from otklik.core.models import Event
from otklik.organisation.calendars import CalendarInfo, calendars
from otklik.organisation.commands import restore_calendar
from otklik.organisation.events import CONFIGURATION_CHANGED
from otklik.people.actor import Actor
from otklik.people.returning import WayBack, declare_way_back


def restore(actor: Actor, event: Event) -> None:
    """Give a calendar what it said before. Writes `configuration.changed`; the right is checked already."""
    row = _calendar(event)
    if row is None:
        raise NotPossible(_("What was changed is gone."))
    restore_calendar(actor.ref, row, event.changes)


def _calendar(event: Event) -> CalendarInfo | None:
    return next((row for row in calendars() if row.id == event.subject_id), None)


def _title(event: Event) -> str:
    row = _calendar(event)
    return str(row.name) if row else ""


def _is_new(event: Event) -> bool:
    return any(change["field"] == "name" and change["from"] is None for change in event.changes)


def _may(event: Event) -> bool:
    """Loaded holidays are told by their number alone: they are taken out by hand."""
    return bool(event.changes) and all(change["field"] != "holidays" for change in event.changes)


CALENDARS_BACK = declare_way_back(WayBack("calendar", CONFIGURATION_CHANGED, _title, _is_new, _may, restore))
