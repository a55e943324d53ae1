"""Entering absences and shifts: who may, what is refused, what memory then says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from otklik.core.errors import Denied, Invalid
from otklik.people.absences import absences_for, plannable
from otklik.people.at_work import away, day_of, missing, next_at_work, working_after, working_between
from otklik.people.commands import (
    AbsenceSpec,
    ShiftSpec,
    change_absence,
    drop_shifts,
    end_absence,
    enter_absence,
    set_shifts,
)
from otklik.people.enums import AbsenceKind
from otklik.people.models import Absence
from otklik.people.presence import Why
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import changes, kinds, recorded, refused, unchanged

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORK = ((540, 1080),)


def _vacation(frozen_clock: FrozenClock, days: int = 2) -> AbsenceSpec:
    return AbsenceSpec(AbsenceKind.VACATION, frozen_clock.now, frozen_clock.now + days * DAY)


def test_an_absence_from_its_beginning_to_its_end(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Entered, put off, ended: each one event without the note; memory follows; the same changes nothing."""
    me, spec = people.agent.agent_id or 0, _vacation(frozen_clock)
    assert missing(me) is None
    with recorded() as events:
        row = enter_absence(people.agent, me, spec)
    assert kinds(events) == ["absence.changed"]
    assert changes(events[0])["kind"] == (None, "vacation")
    found = missing(me)
    assert found is not None
    assert (found.why, found.until) == (Why.ABSENT, frozen_clock.now + 2 * DAY)
    assert working_between(me, frozen_clock.now, frozen_clock.now + 2 * DAY) == timedelta(0)
    assert next_at_work(me, frozen_clock.now) == frozen_clock.now + 2 * DAY
    assert working_after(me, frozen_clock.now, HOUR) == frozen_clock.now + 2 * DAY + HOUR
    with unchanged():
        change_absence(people.lead, row, spec)
    with recorded() as events:
        change_absence(people.lead, row, AbsenceSpec(AbsenceKind.SICK, spec.starts_at, None, "грипп"))
    assert set(changes(events[0])) == {"kind", "ends_at", "note"}
    assert changes(events[0])["note"] == (None, None)
    assert working_after(me, frozen_clock.now, HOUR) is None
    frozen_clock.move(HOUR)
    end_absence(people.admin, row)
    assert away(me) is None
    with unchanged():
        end_absence(people.admin, row)
    coming = enter_absence(
        people.agent, me, AbsenceSpec(AbsenceKind.OTHER, frozen_clock.now + DAY, frozen_clock.now + 2 * DAY)
    )
    end_absence(people.agent, coming)
    assert list(Absence.objects.values_list("pk", flat=True)) == [row.pk]


@pytest.mark.parametrize("who", ["teammate", "outsider", "dispatcher", "client"])
def test_who_may_not(people: make.Cast, frozen_clock: FrozenClock, who: str) -> None:
    """Colleagues do not plan for each other; nobody sets their own shifts."""
    me, actor = people.agent.agent_id or 0, getattr(people, who)
    with refused(Denied):
        enter_absence(actor, me, _vacation(frozen_clock))
    with refused(Denied):
        set_shifts(people.agent, me, ShiftSpec(date(2026, 11, 16), [WORK] * 7))
    assert absences_for(people.client, frozen_clock.now, frozen_clock.now + DAY) == []
    assert [one.id for one in plannable(people.teammate)] == [people.teammate.agent_id]
    assert len(plannable(people.lead)) == 3


def test_what_is_refused(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """An end before the beginning, a stand-in who is oneself, shifts that overlap."""
    me, now = people.agent.agent_id or 0, frozen_clock.now
    with refused(Invalid, fields={"until"}):
        enter_absence(people.agent, me, AbsenceSpec(AbsenceKind.OTHER, now, now))
    with refused(Invalid, fields={"stand_in"}):
        enter_absence(people.agent, me, AbsenceSpec(AbsenceKind.OTHER, now, stand_in=me))
    with refused(Invalid, fields={"from"}):
        enter_absence(people.agent, me, AbsenceSpec(AbsenceKind.OTHER, now - 2000 * DAY, now))
    for spec, field in (
        (ShiftSpec(date(2026, 11, 17), [WORK] * 7), "begins"),
        (ShiftSpec(date(2026, 11, 17), []), "days"),
        (ShiftSpec(date(2026, 11, 17), [((540, 600), (570, 630))]), "days"),
        (ShiftSpec(date(2026, 11, 17), [WORK], date(2026, 11, 16)), "ends"),
    ):
        with refused(Invalid, fields={field}):
            set_shifts(people.lead, me, spec)


def test_shifts(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Two on, two off, by the clock of the calendar; the same first day replaces; taken away: as before."""
    me = people.agent.agent_id or 0
    plan = set_shifts(people.lead, me, ShiftSpec(date(2026, 11, 16), [WORK, WORK, (), ()]))
    assert missing(me) is None
    assert [bool(day_of(me, date(2026, 11, 16) + n * DAY)[0]) for n in range(8)] == [
        True,
        True,
        False,
        False,
    ] * 2
    frozen_clock.move(DAY)
    found = missing(me)
    assert found is not None
    assert found.why is Why.OFF_SHIFT
    again = set_shifts(people.lead, me, ShiftSpec(date(2026, 11, 16), [WORK]))
    assert (again.pk, missing(me)) == (plan.pk, None)
    with recorded() as events:
        drop_shifts(people.lead, again)
    assert kinds(events) == ["shifts.changed"]
    assert missing(me) is None
