"""Entering, changing and ending absences; setting shifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, small, text
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.organisation.worktime import Spans, problems_of
from otklik.people.absences import require_planning
from otklik.people.actor import Actor
from otklik.people.enums import AbsenceKind
from otklik.people.events import ABSENCE_CHANGED, SHIFTS_CHANGED
from otklik.people.models import Absence, ShiftPlan
from otklik.people.presence import LONGEST_CYCLE
from otklik.people.queries import staff

MAX_NOTE = 200
WEEK = 7
_FIELDS = ("kind", "starts_at", "ends_at", "stand_in")
_LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True)
class AbsenceSpec:
    """An absence as it is entered; `ends_at` None: until further notice. `stand_in` answers meanwhile."""

    kind: AbsenceKind
    starts_at: datetime
    ends_at: datetime | None = None
    note: str = ""
    stand_in: int | None = None


@dataclass(frozen=True)
class ShiftSpec:
    """Shifts from a date on: the spans of each day of the cycle. Seven days begin on a Monday."""

    begins: date
    days: Sequence[Spans]
    ends: date | None = None
    keeps_holidays: bool = True


@transaction.atomic
def enter_absence(actor: Actor, agent_id: int, spec: AbsenceSpec) -> Absence:
    """Enter when somebody is away. For themselves, a lead of their team or an administrator.

    `Invalid` names the fields. Writes `absence.changed`; their tickets then follow their teams' settings.
    """
    require_planning(actor, agent_id)
    _check(agent_id, spec)
    row = Absence(agent_id=agent_id)
    _put(row, spec)
    row.save()
    _tell(actor, row, [Change(name, None, _plain(row, name)) for name in _FIELDS if _plain(row, name)])
    return row


@transaction.atomic
def change_absence(actor: Actor, absence: Absence, spec: AbsenceSpec) -> Absence:
    """Say anew when somebody is away. Rights and refusals as entering one; the same again changes nothing.

    Writes `absence.changed`.
    """
    require_planning(actor, absence.agent_id)
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    _check(row.agent_id, spec)
    before, note = {name: _plain(row, name) for name in _FIELDS}, row.note
    _put(row, spec)
    changes = [Change(n, before[n], _plain(row, n)) for n in _FIELDS if before[n] != _plain(row, n)]
    if row.note != note:
        changes.append(Change("note", None, None))
    if changes:
        row.save()
        _tell(actor, row, changes)
    return row


@transaction.atomic
def end_absence(actor: Actor, absence: Absence) -> None:
    """Somebody is back: one that holds ends now, one that has not begun is taken away, one that is over
    stays. Rights as entering one. Writes `absence.changed`."""
    require_planning(actor, absence.agent_id)
    row, now = Absence.objects.select_for_update().get(pk=absence.pk), clock.now()
    if row.ends_at is not None and row.ends_at <= now:
        return
    before = _plain(row, "ends_at")
    if row.starts_at >= now:
        pk = row.pk
        row.delete()
        row.pk = pk
        _tell(actor, row, [Change("removed", False, True)])
        return
    row.ends_at = now
    row.save(update_fields=["ends_at"])
    _tell(actor, row, [Change("ends_at", before, _plain(row, "ends_at"))])


@transaction.atomic
def set_shifts(actor: Actor, agent_id: int, spec: ShiftSpec) -> ShiftPlan:
    """Set somebody's shifts from a date on; a plan that begins on the same date is replaced.

    For a lead of their team or an administrator. `Invalid` names the fields. Writes `shifts.changed`.
    """
    require_planning(actor, agent_id, shifts=True)
    _check_shifts(spec)
    values = {
        "days": [[list(span) for span in spans] for spans in spec.days],
        "ends": spec.ends,
        "keeps_holidays": spec.keeps_holidays,
    }
    row, _made = ShiftPlan.objects.update_or_create(agent_id=agent_id, begins=spec.begins, defaults=values)
    changes = [
        Change("begins", None, spec.begins.isoformat()),
        Change("ends", None, spec.ends.isoformat() if spec.ends else None),
        Change("days", None, values["days"]),
        Change("keeps_holidays", None, spec.keeps_holidays),
    ]
    _tell_shifts(actor, row, changes)
    return row


@transaction.atomic
def drop_shifts(actor: Actor, plan: ShiftPlan) -> None:
    """Take a shift plan away: what held before it holds again. Rights as setting one. Writes
    `shifts.changed`."""
    require_planning(actor, plan.agent_id, shifts=True)
    changes = [Change("begins", plan.begins.isoformat(), None), Change("days", plan.days, None)]
    pk = plan.pk
    plan.delete()
    plan.pk = pk
    _tell_shifts(actor, plan, changes)


def _check(agent_id: int, spec: AbsenceSpec) -> None:
    problems = {}
    if spec.ends_at is not None and spec.ends_at <= spec.starts_at:
        problems["until"] = _("The end comes after the beginning.")
    if abs(spec.starts_at - clock.now()) > _LONGEST or (
        spec.ends_at is not None and spec.ends_at - spec.starts_at > _LONGEST
    ):
        problems["from"] = _("Enter a time within five years.")
    stand_in = staff().agents.get(spec.stand_in or 0)
    if spec.stand_in is not None and (stand_in is None or not stand_in.is_active or stand_in.id == agent_id):
        problems["stand_in"] = _("Choose a colleague who works here.")
    if problems:
        raise Invalid(problems)


def _check_shifts(spec: ShiftSpec) -> None:
    problems = {}
    if not 1 <= len(spec.days) <= LONGEST_CYCLE:
        problems["days"] = _("Shifts repeat after 1 to %(n)s days.") % {"n": LONGEST_CYCLE}
    elif any(problems_of(spans) for spans in spec.days):
        problems["days"] = _("Times of a day come one after another and do not overlap.")
    elif len(spec.days) == WEEK and spec.begins.weekday():
        problems["begins"] = _("A week begins on a Monday.")
    if spec.ends is not None and spec.ends < spec.begins:
        problems["ends"] = _("The end comes after the beginning.")
    if problems:
        raise Invalid(problems)


def _put(row: Absence, spec: AbsenceSpec) -> None:
    row.kind, row.starts_at, row.ends_at = spec.kind, spec.starts_at, spec.ends_at
    row.note, row.stand_in_id = text.one_line(spec.note, MAX_NOTE), spec.stand_in


def _plain(row: Absence, name: str) -> object:
    """A field as an event keeps it."""
    if name == "stand_in":
        return row.stand_in_id
    value = getattr(row, name)
    return value.isoformat() if isinstance(value, datetime) else value and str(value)


def _tell(actor: Actor, row: Absence, changes: Sequence[Change]) -> None:
    small.bump()
    data = {"agent": row.agent_id, "uid": str(row.uid)}
    record(ABSENCE_CHANGED, actor.ref, Subject("absence", row.pk), changes=changes, data=data)


def _tell_shifts(actor: Actor, row: ShiftPlan, changes: Sequence[Change]) -> None:
    small.bump()
    data = {"agent": row.agent_id, "uid": str(row.uid)}
    record(SHIFTS_CHANGED, actor.ref, Subject("shift_plan", row.pk), changes=changes, data=data)
