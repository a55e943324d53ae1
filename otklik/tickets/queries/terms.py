"""The terms in force: after how long a done ticket closes, by whose calendar, when a client is reminded."""

from __future__ import annotations

from datetime import datetime

from otklik.catalogue.models import Service
from otklik.catalogue.queries import catalogue
from otklik.core import clock
from otklik.organisation import settings
from otklik.organisation.calendars import CalendarInfo, calendar_named, calendar_of
from otklik.tickets.closing import Term, Unit, closing_moment, reminding_moment
from otklik.tickets.enums import State
from otklik.tickets.models import Status

CLOSE_AFTER = settings.declare(
    "tickets.close_after",
    5,
    "A done ticket closes by itself when this many working days (or hours) have passed without an answer of "
    "the client; 0: it waits for ever. A service may say otherwise.",
)
CLOSE_UNIT = settings.declare(
    "tickets.close_unit", "days", "What that number counts: days (working days of the calendar) or hours."
)
CLOSE_CALENDAR = settings.declare(
    "tickets.close_calendar", "", "Code of the calendar whose working days count; empty: the default one."
)
REMIND_DAYS = settings.declare(
    "tickets.remind_days",
    3,
    "A client who was asked and has not answered is reminded once after this many working days; 0: never.",
)


def closes_at_if_resolved(service_id: int | None, at: datetime) -> datetime | None:
    """When a ticket of this service closes by itself when it is done at this moment; None: never."""
    return closing_moment(term_of(service_id), working_calendar(service_id).timetable, at)


def closes_at_if_loaded(
    status: Status, service_id: int | None, resolved_at: datetime | None
) -> datetime | None:
    """The same for a ticket that comes with its past; where its term is over, all of it begins now.

    Loading sets no timer: the sweep closes it (`commands.closing.catch_up`).
    """
    if status.state != State.RESOLVED or resolved_at is None:
        return None
    now = clock.now()
    closes = closes_at_if_resolved(service_id, resolved_at)
    return closes if closes is None or closes > now else closes_at_if_resolved(service_id, now)


def reminds_at_if_asked(service_id: int | None, at: datetime) -> datetime | None:
    """When a client who is asked at this moment is reminded; None: never."""
    return reminding_moment(REMIND_DAYS.get(), working_calendar(service_id).timetable, at)


def term_of(service_id: int | None) -> Term:
    """The term of the service, else of the nearest one above it that has one, else the setting."""
    for service in _upwards(service_id):
        if service.close_after is not None:
            return Term(service.close_after, Unit(service.close_unit or Unit.DAYS))
    unit = CLOSE_UNIT.get()
    return Term(CLOSE_AFTER.get(), Unit.HOURS if unit == Unit.HOURS else Unit.DAYS)


def working_calendar(service_id: int | None) -> CalendarInfo:
    """The calendar of the service, else of the nearest one above it that has one, else the setting's."""
    for service in _upwards(service_id):
        if service.calendar_id is not None:
            return calendar_of(service.calendar_id)
    return calendar_named(CLOSE_CALENDAR.get()) or calendar_of(None)


def _upwards(service_id: int | None) -> list[Service]:
    known = catalogue().services
    chain: list[Service] = []
    while service_id is not None and service_id in known and known[service_id] not in chain:
        chain.append(known[service_id])
        service_id = known[service_id].parent_id
    return chain
