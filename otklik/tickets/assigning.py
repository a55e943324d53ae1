"""What follows inside this package from a ticket's coming to somebody or leaving them."""

from __future__ import annotations

from otklik.core.circumstances import past_held
from otklik.core.models import Event
from otklik.people.enums import TurnMode
from otklik.people.models import Absence
from otklik.people.queries import staff
from otklik.tickets.commands.giving_back import plan_leaving, watch_opening
from otklik.tickets.commands.reasons import assignee_in, remember
from otklik.tickets.commands.turn import look_again
from otklik.tickets.models import Ticket, Waiting
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.registered import JustRegistered


def note_assignment(event: Event) -> None:
    """Keep how the ticket came to its assignee, or left one, and watch whether it is opened. A `now`
    reaction."""
    first = None
    if event.kind == "ticket.registered":
        row = event.about.ticket if isinstance(event.about, JustRegistered) else _ticket(event)
        first = row.assignee_id
        if first is None:
            return
    elif assignee_in(event) == (None, None):
        return
    else:
        row = _ticket(event)
    remember(event, row.pk, row.team_id, first)
    if past_held.get() or row.opened_at is not None:
        return
    if row.assignee_id is not None and row.assigned_at is not None:
        watch_opening(row.pk, row.assignee_id, row.team_id, row.assigned_at)


def note_lighter_load(event: Event) -> None:
    """Somebody has less to do: what waits in their teams for somebody with room is looked at again. A `now`
    reaction; asks nothing where no team gives by turn up to a maximum."""
    capped = _capped_teams()
    if not capped or not _has_less_to_do(event):
        return
    before, _after = assignee_in(event)
    agent = staff().agents.get(before or _ticket(event).assignee_id or 0)
    teams = capped & agent.team_ids if agent else frozenset()
    for team_id in Waiting.objects.filter(team_id__in=teams).values_list("team_id", flat=True).distinct():
        look_again(team_id, event.at)


def look_at_waiting(event: Event) -> None:
    """A team, its people or somebody's absence changed: who waits may have a turn now. A `now` reaction."""
    for team_id in Waiting.objects.values_list("team_id", flat=True).distinct():
        look_again(team_id, event.at)


def plan_absence(event: Event) -> None:
    """Somebody's tickets are looked at when their absence begins. A `now` reaction."""
    row = Absence.objects.filter(pk=event.subject_id or 0).first()
    if row is not None:
        plan_leaving(row.agent_id, str(row.uid), row.starts_at)


def _capped_teams() -> frozenset[int]:
    people = staff()
    own = {team for (team, _agent), share in people.shares.items() if share.max_load is not None}
    return frozenset(
        team.pk
        for team in people.open_teams()
        if team.turn_mode != TurnMode.MANUAL and (team.max_load is not None or team.pk in own)
    )


def _has_less_to_do(event: Event) -> bool:
    if assignee_in(event)[0] is not None:
        return True
    codes = {status.code: status.counts_as_load for status in workflow().statuses.values()}
    moved = next((one for one in event.changes if one["field"] == "status"), None)
    return moved is not None and codes.get(str(moved["from"]), False) and not _counts(str(moved["to"]))


def _counts(code: str) -> bool:
    status = workflow().by_code.get(code)
    return status is not None and status.counts_as_load and status.state not in ("resolved", "closed")


def _ticket(event: Event) -> Ticket:
    return Ticket.objects.only("team_id", "assignee_id", "assigned_at", "opened_at").get(
        pk=event.ticket_id or 0
    )
