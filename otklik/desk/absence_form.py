"""An absence as a form sends it: days of the employee's own zone, hours only where part of a day is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.errors import Invalid
from otklik.people.at_work import calendar_for
from otklik.people.commands import AbsenceSpec
from otklik.people.enums import AbsenceKind
from otklik.people.queries import staff
from otklik.web.assignment_words import absence_words

if TYPE_CHECKING:
    from otklik.people.models import Absence

FIELDS = ("who", "kind", "from_day", "from_time", "until_day", "until_time", "stand_in", "note")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Given:
    """Whom it is about, and what is said of them."""

    agent_id: int
    spec: AbsenceSpec


def read(sent: Mapping[str, str]) -> Given:
    """`Invalid` names the fields. The last day is worked no more; without one it is until further notice."""
    people = staff()
    agent = people.by_uid.get(sent.get("who", ""))
    if agent is None:
        raise Invalid({"who": _("Choose an employee.")})
    zone, problems = zone_of(agent.id), {}
    moments: dict[str, datetime | None] = {}
    for side in ("from", "until"):
        try:
            moments[side] = _moment(sent, side, zone)
        except ValueError:
            problems[f"{side}_day"] = _("Enter a day and, for part of it, a time.")
    if "from_day" not in problems and moments["from"] is None:
        problems["from_day"] = _("Enter the first day.")
    if sent.get("kind") not in set(AbsenceKind):
        problems["kind"] = _("Choose one.")
    stand_in = people.by_uid.get(sent.get("stand_in", ""))
    if sent.get("stand_in") and stand_in is None:
        problems["stand_in"] = _("Choose a colleague who works here.")
    begins = moments.get("from")
    if problems or begins is None:
        raise Invalid(problems)
    spec = AbsenceSpec(
        AbsenceKind(sent["kind"]),
        begins,
        moments["until"],
        sent.get("note", ""),
        stand_in.id if stand_in else None,
    )
    return Given(agent.id, spec)


def shown(row: Absence) -> dict[str, str]:
    """An absence as the form shows it."""
    zone, people = zone_of(row.agent_id), staff()
    begins = row.starts_at.astimezone(zone)
    ends = row.ends_at.astimezone(zone) if row.ends_at else None
    whole = ends is not None and ends.time() == time.min
    stand_in = people.agents.get(row.stand_in_id or 0)
    return {
        "who": people.agents[row.agent_id].uid,
        "kind": row.kind,
        "from_day": begins.date().isoformat(),
        "from_time": "" if begins.time() == time.min else f"{begins:%H:%M}",
        "until_day": (ends - _DAY if whole else ends).date().isoformat() if ends else "",
        "until_time": f"{ends:%H:%M}" if ends and not whole else "",
        "stand_in": stand_in.uid if stand_in else "",
        "note": row.note,
    }


def empty(who: str) -> dict[str, str]:
    """A new one, from today on."""
    agent = staff().by_uid.get(who)
    today = clock.now().astimezone(zone_of(agent.id if agent else 0)).date()
    return {
        **dict.fromkeys(FIELDS, ""),
        "who": who,
        "kind": AbsenceKind.VACATION.value,
        "from_day": today.isoformat(),
    }


def kinds() -> list[tuple[str, str]]:
    """What there is to choose."""
    return [(kind.value, absence_words(kind)) for kind in AbsenceKind]


def zone_of(agent_id: int) -> ZoneInfo:
    """The zone an employee's days are in."""
    return ZoneInfo(calendar_for(agent_id).hours.zone)


def _moment(sent: Mapping[str, str], side: str, zone: ZoneInfo) -> datetime | None:
    day, hour = sent.get(f"{side}_day", "").strip(), sent.get(f"{side}_time", "").strip()
    if not day and not hour:
        return None
    on = date.fromisoformat(day)
    if hour:
        return datetime.combine(on, time.fromisoformat(hour).replace(tzinfo=None), zone)
    return datetime.combine(on + _DAY if side == "until" else on, time.min, zone)
