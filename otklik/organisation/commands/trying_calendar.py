"""What saving would make of a calendar, without saving it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from django.db import transaction

from otklik.core import small
from otklik.core.actors import ActorRef
from otklik.core.ids import uuid7
from otklik.core.translated import Translated
from otklik.organisation.calendars import CalendarInfo, calendars
from otklik.organisation.commands.calendars import CalendarSpec, change_calendar, create_calendar
from otklik.organisation.commands.restore_calendar import days_kept, weeks_kept

UNSAVED = 0
"""The id of a calendar that is nowhere yet."""


def as_saved(by: ActorRef, calendar: CalendarInfo | None, spec: CalendarSpec) -> CalendarInfo:
    """The calendar (None: a new one, whose id is `UNSAVED`) as it would stand once this is saved, with the
    holidays that would come in: saved for real and taken back. The caller has checked the right; refused as
    `create_calendar` and `change_calendar` are. Nothing stays of it.
    """
    with small.one_version(), transaction.atomic():
        if calendar is None:
            made = create_calendar(by, f"tried-{uuid7().hex[-12:]}", spec)
            saved = replace(made, id=UNSAVED)
        else:
            saved = change_calendar(by, calendar, spec)
        transaction.set_rollback(True)
    return saved


def calendar_said(kept: Mapping[str, object], calendar_id: int) -> CalendarInfo:
    """A calendar that says what `described` kept; of one that stands, with its own uid, code and version."""
    own = next((one for one in calendars() if one.id == calendar_id), None)
    names = cast("Mapping[str, str]", kept["name"])
    return CalendarInfo(
        id=calendar_id,
        uid=own.uid if own else "",
        code=own.code if own else "",
        name=Translated(dict(names)),
        zone=str(kept["zone"]),
        country=str(kept["country"]),
        is_default=bool(kept["is_default"]),
        hidden=bool(kept["hidden"]),
        version=own.version if own else 0,
        weeks=weeks_kept(kept["weeks"]),
        days=days_kept(kept["days"]),
    )
