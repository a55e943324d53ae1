"""Settings as they were when something happened, from what the log keeps of their changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.core.models import Event
from otklik.organisation.events import SETTING_CHANGED


@dataclass(frozen=True)
class PastSettings:
    """Changes of settings since some event, the newest first."""

    changes: Sequence[Event]

    def at(self, event: Event) -> Mapping[str, object]:
        """What settings that were changed since this event held when it happened, by key."""
        found: dict[str, object] = {}
        for changed in self.changes:
            if changed.pk > event.pk:
                found |= {str(change["field"]): change["from"] for change in changed.changes}
        return found

    def last_changed(self, event: Event, keys: frozenset[str]) -> datetime | None:
        """When the last of these settings was changed after the event; None where none was."""
        named = (one for one in self.changes if one.pk > event.pk and _names(one) & keys)
        return next((one.at for one in named), None)


def settings_since(event_id: int) -> PastSettings:
    """Changes of settings after an event. For whoever explains the past to employees; one question."""
    rows = Event.objects.filter(kind=SETTING_CHANGED.name, pk__gt=event_id).order_by("-pk")
    return PastSettings(list(rows.only("pk", "at", "changes")))


def _names(event: Event) -> set[str]:
    return {str(change["field"]) for change in event.changes}
