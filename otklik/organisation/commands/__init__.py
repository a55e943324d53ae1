"""Changes of the installation's configuration."""

from otklik.organisation.commands.brand_logo import remove_logo, set_logo
from otklik.organisation.commands.calendars import (
    CalendarSpec,
    change_calendar,
    create_calendar,
    described,
    keep_holidays_loaded,
    load_holidays,
)
from otklik.organisation.commands.change_setting import change_setting
from otklik.organisation.commands.restore_calendar import restore_calendar
from otklik.organisation.commands.trying_calendar import as_saved, calendar_said

__all__ = [
    "CalendarSpec",
    "as_saved",
    "calendar_said",
    "change_calendar",
    "change_setting",
    "create_calendar",
    "described",
    "keep_holidays_loaded",
    "load_holidays",
    "remove_logo",
    "restore_calendar",
    "set_logo",
]
