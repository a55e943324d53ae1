"""The action that starts a timer: a trigger is asked when it rings."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.doing import Action, Doing, Shown, Values
from otklik.automation.actions.registry import declare
from otklik.automation.models import Trigger
from otklik.automation.triggers.waiting import start
from otklik.core.configuring.durations import Duration
from otklik.core.configuring.kinds import One, Option
from otklik.core.configuring.shapes import Field

OWN = "trigger:"
"""How a trigger is named as the source of what it does."""


def _triggers() -> Sequence[Option]:
    """From the database: the table in memory is read with the actions of its triggers, and not there yet."""
    rows = Trigger.objects.filter(hidden=False).order_by("position", "id")
    return [Option(str(row.uid), str(row.name)) for row in rows]


def _start(doing: Doing, values: Values) -> None:
    own = doing.source.removeprefix(OWN) if doing.source.startswith(OWN) else ""
    uid, minutes = str(values.get("trigger") or own), values["after"]
    if uid and isinstance(minutes, int):
        start(doing.ticket, uid, minutes, doing.event)


def _words(shown: Shown) -> str:
    if not shown["trigger"]:
        return gettext("ask this trigger again in %(after)s") % shown
    return gettext("ask the trigger “%(trigger)s” in %(after)s") % shown


declare(
    Action(
        "timer",
        _("Start a timer"),
        _("More work"),
        _start,
        (
            Field("after", _("Rings in"), Duration(), required=True),
            Field(
                "trigger",
                _("Which trigger is asked then"),
                One(_triggers, empty=_("this one again")),
                _("Its condition has to hold at that moment."),
            ),
        ),
        _words,
        needs_event=True,
    )
)
