"""The working time all tests of deadlines count by."""

from __future__ import annotations

from datetime import date

import pytest

from otklik.core.actors import SYSTEM
from otklik.core.translated import translated
from otklik.organisation.calendars import CalendarInfo, SpecialDay
from otklik.organisation.commands import CalendarSpec, create_calendar
from otklik.organisation.worktime import Version
from tests.sla.office import OFFICE


@pytest.fixture
def office(db: None) -> CalendarInfo:
    """Nine to six in Moscow, Monday the 23rd off."""
    day = SpecialDay(date(2026, 11, 23), ())
    spec = CalendarSpec(translated(ru="Офис"), (Version(None, OFFICE),), (day,), zone="Europe/Moscow")
    return create_calendar(SYSTEM, "office", spec)
