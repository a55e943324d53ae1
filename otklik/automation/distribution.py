"""Tickets that come to a team without anybody in it are given to whose turn it is (ROUTE-5)."""

from __future__ import annotations

from otklik.core.circumstances import past_held
from otklik.core.models import Event
from otklik.people.enums import TurnMode
from otklik.people.queries import staff
from otklik.tickets.commands import give_by_turn
from otklik.tickets.queries.single import parties_of
from otklik.tickets.registered import JustRegistered


def distribute(event: Event) -> None:
    """Give a new, passed on or released ticket by turn, where its team wants that. A `now` reaction.

    Asks nothing while no team gives by turn. One that an employee gave back stays with the team unless it
    gives again; one that went back by itself is always given again, to somebody else.
    """
    if past_held.get() or not any(team.turn_mode != TurnMode.MANUAL for team in staff().open_teams()):
        return
    if event.kind != "ticket.registered" and isinstance(event.about, JustRegistered):
        # A rule has just given it to the team: its registration goes on, and this is the last of it.
        return
    here = parties_of(event)
    team = staff().teams.get(here.team_id or 0)
    if team is None or here.assignee_id is not None or team.turn_mode == TurnMode.MANUAL:
        return
    went_back = event.kind == "ticket.released"
    if went_back and not (team.gives_again or event.data.get("why")):
        return
    choice = give_by_turn(event.ticket_id or 0, is_again=went_back)
    if choice is not None and choice.agent_id is not None and isinstance(event.about, JustRegistered):
        # Whoever registered it goes on with the row; whoever reacts after this reads the rest anew.
        event.about.ticket.refresh_from_db()
        event.about = None
