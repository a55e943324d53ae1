"""A calendar as it stands in a form: what saving would make of it, and the tickets it is tried on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db.models import Q

from otklik.core.actors import ActorRef
from otklik.organisation.calendars import CalendarInfo, calendars
from otklik.organisation.commands import CalendarSpec, as_saved, calendar_said, described
from otklik.rules.models import Trial
from otklik.sla.models import Clock
from otklik.sla.table import sla_rules
from otklik.tickets.models import Ticket

CALENDAR = "calendar"
"""What its trials are kept under, beside the tables of rules."""
_NO_PART = frozenset({"name", "country", "hidden"})
"""What of a calendar counts nothing. The holidays of a country come in as days."""


@dataclass(frozen=True)
class CalendarDraft:
    """A calendar as it would be saved (`described`). `calendar_id` 0: a new one. `typed`: the form as it was
    filled in, for whoever comes back to it."""

    calendar_id: int
    said: Mapping[str, object]
    typed: Mapping[str, object] = field(default_factory=dict)

    @property
    def info(self) -> CalendarInfo:
        """For counting."""
        return calendar_said(self.said, self.calendar_id)

    @property
    def standing(self) -> CalendarInfo | None:
        """The calendar as it is now; None for a new one, and one that is gone."""
        return next((one for one in calendars() if one.id == self.calendar_id), None)

    @property
    def takes_over(self) -> bool:
        """Whether it becomes the default."""
        own = self.standing
        return bool(self.said["is_default"]) and not (own is not None and own.is_default)

    @property
    def decides_as_before(self) -> bool:
        """Nothing that counts differs from what stands."""
        own = self.standing
        if own is None:
            return not self.takes_over
        return _counting(self.said) == _counting(described(own))

    @property
    def mark(self) -> str:
        """What a trial is of: what counts, the other calendars and the SLA rules around it."""
        others = [(one.id, one.version) for one in calendars() if one.id != self.calendar_id]
        own = self.standing
        was = _counting(described(own)) if own is not None else None
        rules = [(one.rule.pk, one.rule.enabled, one.rule.current_id) for one in sla_rules()]
        whole = json.dumps([self.calendar_id, _counting(self.said), was, others, rules], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def calendar_draft(
    by: ActorRef,
    calendar: CalendarInfo | None,
    spec: CalendarSpec,
    typed: Mapping[str, object] | None = None,
) -> CalendarDraft:
    """What was typed into a calendar's form, checked as saving does; refused as saving is."""
    info = as_saved(by, calendar, spec)
    return CalendarDraft(info.id, described(info), typed or {})


def calendar_draft_of(trial: Trial) -> CalendarDraft:
    """The draft as it was given."""
    said, typed = trial.draft["said"], trial.draft["typed"]
    return CalendarDraft(
        trial.rule_id or 0, cast("Mapping[str, object]", said), cast("Mapping[str, object]", typed)
    )


def number_of_tickets(since: datetime, until: datetime) -> int:
    """The tickets a calendar is tried on: those registered in these days, and all that are open."""
    found = Ticket.objects.filter(created_at__lte=until, deleted_at=None)
    older = found.filter(is_open=True, created_at__lt=since)
    return found.filter(created_at__gte=since).count() + older.count()


def tickets_behind(trial: Trial, at_once: int) -> Sequence[Ticket]:
    """The tickets not asked about yet, newest first: by the index on the day of registration as far as the
    days go, then by that over open tickets."""
    found = Ticket.objects.filter(created_at__lte=trial.at, deleted_at=None)
    found = found.filter(Q(created_at__lt=trial.at) | Q(pk__lt=trial.last_id))
    found = found.select_related("company", "asset").order_by("-created_at", "-id")
    tickets = list(found.filter(created_at__gte=trial.since)[:at_once])
    if len(tickets) < at_once:
        tickets += found.filter(is_open=True, created_at__lt=trial.since)[: at_once - len(tickets)]
    return tickets


def is_calendar_tried(draft: CalendarDraft) -> bool:
    """Whether saving this needs no question: it counts as before, it was tried like this to the end, or
    nothing counts by any calendar yet."""
    if draft.decides_as_before:
        return True
    if Trial.objects.filter(table=CALENDAR, mark=draft.mark, stage="done").exists():
        return True
    return not Clock.objects.exists()


def _counting(said: Mapping[str, object]) -> Mapping[str, object]:
    """Days by their times alone: a name counts nothing."""
    found = {name: value for name, value in said.items() if name not in _NO_PART}
    days = cast("Sequence[Mapping[str, object]]", said["days"])
    return {**found, "days": [(day["date"], day["spans"]) for day in days]}
