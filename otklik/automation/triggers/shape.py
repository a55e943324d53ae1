"""What a trigger is made of, for whoever sets them up (ADM-7)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.kind import ActionsKind
from otklik.automation.events import TRIGGER_CHANGED
from otklik.automation.models import Trigger
from otklik.automation.triggers.moments import Moment, Since
from otklik.automation.triggers.table import triggers
from otklik.core.configuring.durations import Duration
from otklik.core.configuring.kinds import Flag, One, Option, Several
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid
from otklik.rules.in_order import OrderedTable, declare_table
from otklik.rules.shape_fields import ABOUT, ENABLED, NAME, condition, kept_as

TABLE = declare_table(OrderedTable("trigger", "trigger", triggers))
_DECIDES = ("events", "since", "after", "working", "actions")
_WHEN, _THEN = _("When"), _("What it does")
EVENTS = {
    Moment.CREATED: _("a ticket is registered"),
    Moment.CLIENT: _("the client wrote"),
    Moment.AGENT: _("an employee answered"),
    Moment.NOTE: _("a note was added"),
    Moment.STATUS: _("the status changed"),
    Moment.ASSIGNED: _("team or assignee changed"),
    Moment.STAGE: _("it came to a stage of its route"),
    Moment.CHANGED: _("any field changed"),
    Moment.RATED: _("the client rated"),
    Moment.COMPLAINED: _("it became a complaint"),
    Moment.WARNED: _("a deadline is near"),
    Moment.BREACHED: _("a deadline is past"),
    Moment.MERGED: _("another ticket was merged into it"),
    Moment.UNDONE: _("a change of it was undone"),
    Moment.TIMER: _("a timer of another trigger rings"),
}
SINCES = {
    Since.CREATED: _("since registration"),
    Since.CLIENT: _("since the client's last message"),
    Since.AGENT: _("since our last answer"),
    Since.STATUS: _("since it came into its status"),
    Since.ASSIGNED: _("since team or assignee last changed"),
    Since.STAGE: _("since it came to its stage"),
}


def _events() -> Sequence[Option]:
    return [Option(moment.value, str(label)) for moment, label in EVENTS.items()]


def _sinces() -> Sequence[Option]:
    return [Option(since.value, str(label)) for since, label in SINCES.items()]


def _check(_row: Trigger | None, values: Values) -> None:
    if not values["events"] and not values["since"]:
        raise Invalid({"events": gettext("Say when: choose an event, or a time that has passed.")})
    if bool(values["since"]) is not bool(values["after"]):
        raise Invalid({"after": gettext("A time needs both: how long, and since when.")})


def _derive(row: Trigger, _values: Values) -> None:
    row.since = row.since or ""


TRIGGER = declare(
    Shape(
        kind="trigger",
        model=Trigger,
        one=_("Trigger"),
        many=_("Triggers"),
        event=TRIGGER_CHANGED,
        title=lambda row: str(row.name),
        check=_check,
        derive=_derive,
        settle=kept_as(TABLE.key, _DECIDES),
        fields=(
            NAME,
            ENABLED,
            Field(
                "events",
                _("When something happens"),
                Several(_events),
                _("Each of these asks the trigger, at most once."),
                default=(),
                group=_WHEN,
                if_empty="",
            ),
            Field(
                "after",
                _("Or when so much time has passed"),
                Duration(),
                _("30 min, 4 h. It counts for what begins after the trigger is made."),
                group=_WHEN,
                if_empty="",
            ),
            Field("since", _("Since when"), One(_sinces, empty=_("no time")), group=_WHEN, if_empty=""),
            Field("working", _("Only working time counts"), Flag(), default=False, group=_WHEN),
            condition(
                _("Every trigger that holds is done, in the order of the list."), with_event=True, group=_WHEN
            ),
            Field("actions", _("Actions"), ActionsKind(), default=(), required=True, group=_THEN),
            ABOUT,
        ),
    )
)
