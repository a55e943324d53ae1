"""A calendar that is changed reaches open tickets: by what is counted still, never by what was."""

from __future__ import annotations

from datetime import date

from otklik.core.actors import SYSTEM
from otklik.core.models import Event, Job
from otklik.core.timers import timer_at
from otklik.organisation.calendars import CalendarInfo, SpecialDay, calendar_of
from otklik.organisation.commands import CalendarSpec, change_calendar
from otklik.organisation.worktime import Version, Week
from otklik.sla.commands import ring
from otklik.sla.models import Segment
from otklik.sla.rereading import NEXT, reread_next
from otklik.tickets.models import Ticket
from tests import make
from tests.sla.office import HOUR, OFFICE, clocks, moscow, sla_rule, spec
from tests.support.fixtures import FrozenClock
from tests.support.writes import unchanged

SHORT: Week = (((9 * 60, 13 * 60),),) * 5 + ((), ())


def change(calendar: CalendarInfo, said: CalendarSpec) -> None:
    """Save it for real, and let the worker read open tickets again."""
    change_calendar(SYSTEM, calendar, said)
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))


def test_another_week_moves_what_is_counted_still(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Asked at ten, four hours: two o'clock; work now ends at one, so the hour left is tomorrow's."""
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 10))
    ticket = make.ticket(people.client, team=people.it)
    frozen_clock.set(moscow(24, 11))
    change(office, spec(office, weeks=(Version(None, SHORT),)))
    assert Ticket.objects.get().due_at == clocks(ticket)["resolution1"].due_at == moscow(25, 10)
    assert Event.objects.filter(kind="ticket.planned").count() == 2
    assert timer_at(f"sla.ring_due:{ticket.pk}") == moscow(24, 13)
    assert not Segment.objects.exists()
    with unchanged():
        reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))


def test_what_has_passed_and_what_was_counted_stays(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Yesterday's deadline does not move, told of or not; nor what a closed stretch has counted; a week that
    begins tomorrow moves no deadline of today."""
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    told, untold = (make.ticket(people.client, team=people.it) for _number in range(2))
    waits = make.ticket(people.client, team=people.it)
    frozen_clock.set(moscow(24, 12))
    make.reply(people.agent, waits, "Какая модель?", status="needs_clarification")
    frozen_clock.set(moscow(24, 17))
    today = make.ticket(people.client, team=people.it)
    ring(told.pk)
    frozen_clock.set(moscow(25, 9, 30))
    change(office, spec(office, days=(SpecialDay(date(2026, 11, 24), ()),)))
    assert [clocks(one)["resolution1"].due_at for one in (told, untold)] == [moscow(24, 13)] * 2
    assert clocks(waits)["resolution1"].used == 3 * HOUR
    assert clocks(today)["resolution1"].due_at == moscow(25, 13)
    weeks = (Version(None, OFFICE), Version(date(2026, 11, 26), SHORT))
    change(office, spec(calendar_of(office.id), weeks=weeks))
    assert clocks(today)["resolution1"].due_at == moscow(25, 13)
    make.message(people.client, Ticket.objects.get(pk=waits.pk), "Модель 5.")
    assert Ticket.objects.get(pk=waits.pk).due_at == moscow(25, 10, 30)
