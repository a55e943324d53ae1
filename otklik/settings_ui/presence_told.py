"""Absences, shifts and shares in the audit log: fields as their events keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.core.configuring.kinds import Flag, Text
from otklik.core.configuring.shapes import Field
from otklik.organisation.calendars import spans_of
from otklik.people.queries import staff
from otklik.web.assignment_words import absence_words
from otklik.web.day_hours import shown_spans
from otklik.web.typography import localtime


class _Kind(Text):
    def show(self, value: object) -> str:
        return absence_words(str(value)) if value else ""


class _Moment(Text):
    def show(self, value: object) -> str:
        return localtime(datetime.fromisoformat(value)) if isinstance(value, str) else ""


class _Agent(Text):
    def show(self, value: object) -> str:
        found = staff().agents.get(value) if isinstance(value, int) else None
        return found.name if found else ""


class _Days(Text):
    def show(self, value: object) -> str:
        days = value if isinstance(value, Sequence) else ()
        return "; ".join(shown_spans(spans_of(day)) or "–" for day in days)


class _Shares(Text):
    def show(self, value: object) -> str:
        rows = value if isinstance(value, Sequence) else ()
        return ", ".join(_share(*row) for row in rows)


def _share(agent_id: int, weight: int, most: int | None) -> str:
    told = f"{_Agent().show(agent_id)} {weight} %"
    return told if most is None else _("%(share)s, at most %(n)s") % {"share": told, "n": most}


PRESENCE_TOLD: Mapping[str, Sequence[Field]] = {
    "absence": (
        Field("kind", gettext_lazy("Why"), _Kind()),
        Field("starts_at", gettext_lazy("First day"), _Moment()),
        Field("ends_at", gettext_lazy("Last day"), _Moment()),
        Field("stand_in", gettext_lazy("Who answers meanwhile"), _Agent()),
        Field("note", gettext_lazy("Note"), Text()),
        Field("removed", gettext_lazy("Taken away"), Flag()),
    ),
    "shift_plan": (
        Field("begins", gettext_lazy("First day"), Text()),
        Field("ends", gettext_lazy("Last day"), Text()),
        Field("days", gettext_lazy("Days, one a line"), _Days()),
        Field("keeps_holidays", gettext_lazy("Holidays of the calendar are free"), Flag()),
    ),
    "shares": (Field("shares", gettext_lazy("Shares of members"), _Shares()),),
}
