"""How a team's tickets find their assignee, and when they come back: fields of a team."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.durations import Duration
from otklik.core.configuring.kinds import Flag, Number, One, Option
from otklik.core.configuring.shapes import Field, Values
from otklik.core.errors import Invalid
from otklik.organisation.calendars import calendars_to_choose
from otklik.people.enums import OnAbsence, TurnMode
from otklik.people.models import Team

MOST_OPEN = 1000
_TURN = _("Who is given tickets")
_BACK = _("What goes back to the team")


def _modes() -> Sequence[Option]:
    return [
        Option(TurnMode.MANUAL.value, gettext("Nobody: members take them")),
        Option(TurnMode.ROUND_ROBIN.value, gettext("Members in turn")),
        Option(TurnMode.LEAST_LOADED.value, gettext("Who has the fewest open tickets")),
    ]


def _on_absence() -> Sequence[Option]:
    return [
        Option(OnAbsence.KEEP.value, gettext("Nothing: they keep them")),
        Option(OnAbsence.UNOPENED.value, gettext("What they have not opened")),
        Option(OnAbsence.NOT_BEGUN.value, gettext("What is not in progress yet")),
        Option(OnAbsence.ALL.value, gettext("All open tickets")),
    ]


TURN_FIELDS = (
    Field(
        "calendar",
        _("Working time"),
        One(calendars_to_choose, empty=_("the default calendar")),
        _("Of members without shifts of their own."),
        attr="calendar_id",
        group=_TURN,
    ),
    Field(
        "turn_mode",
        _("A ticket that nobody was chosen for is given to"),
        One(_modes),
        _("Who is absent, off shift or at their maximum is passed over."),
        required=True,
        default=TurnMode.MANUAL.value,
        group=_TURN,
    ),
    Field(
        "max_load",
        _("At most so many open tickets each"),
        Number(low=1, high=MOST_OPEN),
        _("When all have them, tickets wait in the team and are given as soon as somebody has room."),
        if_empty=_("empty: no limit"),
        group=_TURN,
    ),
    Field(
        "gives_again",
        _("Give tickets that a member gave back to another"),
        Flag(),
        default=False,
        group=_TURN,
    ),
    Field(
        "claim_by_opening",
        _("Opening a new ticket takes it"),
        Flag(),
        _(
            "Who opens it has it in processing; closed without a result or a client found, it is new again. "
            "Members are then not given tickets in turn."
        ),
        default=False,
        group=_TURN,
    ),
    Field(
        "give_back_after",
        _("Not opened for"),
        Duration(),
        _("Of the assignee's own working time: 30 min, 2 h. Then it goes back by itself."),
        if_empty=_("empty: stays"),
        group=_BACK,
    ),
    Field(
        "on_absence",
        _("When a member goes absent"),
        One(_on_absence),
        _("To their stand-in where they name one of the team, else to the team."),
        required=True,
        default=OnAbsence.KEEP.value,
        group=_BACK,
    ),
)


def check_turns(_row: Team | None, values: Values) -> None:
    """A ticket is given to somebody, or taken by who opens it first: one of the two."""
    if values["claim_by_opening"] and values["turn_mode"] != TurnMode.MANUAL.value:
        raise Invalid(
            {
                "claim_by_opening": gettext(
                    "Members of this team are given tickets in turn. Choose one of the two."
                )
            }
        )
