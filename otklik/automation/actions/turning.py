"""Giving a ticket by the turn of a team, whatever the team's own way is (ROUTE-5)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.assigning import WHOSE, team_id, teams
from otklik.automation.actions.doing import Action, Doing, Shown, Values
from otklik.automation.actions.registry import declare
from otklik.core.configuring.kinds import One, Option
from otklik.core.configuring.shapes import Field
from otklik.people.enums import TurnMode
from otklik.tickets import commands
from otklik.tickets.models import Ticket


def _modes() -> Sequence[Option]:
    return [
        Option(TurnMode.ROUND_ROBIN.value, gettext("members in turn")),
        Option(TurnMode.LEAST_LOADED.value, gettext("who has the fewest open tickets")),
    ]


def _by_turn(doing: Doing, values: Values) -> None:
    """To the team named, else in the team it has. Somebody of it who has it already keeps it."""
    row = Ticket.objects.only("team_id", "assignee_id").get(pk=doing.ticket.pk)
    team = team_id(values.get("team")) or row.team_id
    if team is None or (team == row.team_id and row.assignee_id is not None):
        return
    if team != row.team_id:
        commands.assign(doing.actor, doing.ticket, agent_id=None, team_id=team, why=str(doing.name))
    commands.give_by_turn(doing.ticket.pk, mode=TurnMode(str(values["mode"])))


def _words(shown: Shown) -> str:
    if shown["team"]:
        return gettext("give it to a member of the team “%(team)s”: %(mode)s") % shown
    return gettext("give it to a member of its team: %(mode)s") % shown


declare(
    Action(
        "assign_turn",
        _("Assign by turn or load"),
        WHOSE,
        _by_turn,
        (
            Field("team", _("Team"), One(teams, empty=_("the ticket's own"))),
            Field("mode", _("To whom"), One(_modes), required=True, default=TurnMode.ROUND_ROBIN.value),
        ),
        _words,
    )
)
