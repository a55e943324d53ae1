"""Work that goes back to its team by itself: not opened in time, or of somebody who is away (NEW-13)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from otklik.core import clock
from otklik.core.actors import ActorKind
from otklik.core.models import Event
from otklik.core.timers import cancel_timer, set_timer
from otklik.people.actor import SYSTEM, Actor
from otklik.people.at_work import aways_of, missing, working_after
from otklik.people.presence import Away
from otklik.people.queries import staff
from otklik.tickets.commands.assign import assign, release
from otklik.tickets.commands.locking import for_change, locked_if_there
from otklik.tickets.commands.reasons import GONE, UNOPENED
from otklik.tickets.models import Ticket
from otklik.tickets.queries.leaving import leaving

GIVE_BACK = "tickets.give_back_due"
LEAVE = "tickets.leave_due"
"""Names of timers; their functions stand in `tickets.timers`."""
AT_ONCE = 50
"""Tickets that leave somebody who is away in one transaction."""
_MINUTE = timedelta(minutes=1)


def watch_opening(ticket_id: int, agent_id: int, team_id: int | None, at: datetime) -> None:
    """Have a ticket somebody was given go back when they have not opened it in time, if its team wants that.

    The time is the assignee's own working time, so that nobody loses a ticket over night.
    """
    team = staff().teams.get(team_id or 0)
    if team is None or not team.give_back_after:
        return
    ends = working_after(agent_id, at, team.give_back_after * _MINUTE, team.pk)
    if ends is not None:
        payload = {"ticket": ticket_id, "agent": agent_id, "at": at.isoformat()}
        set_timer(f"{GIVE_BACK}:{ticket_id}", GIVE_BACK, ends, payload)


def mark_opened(actor: Actor, ticket: Ticket) -> None:
    """The assignee has the ticket before them for the first time since it is theirs. No event, no version.

    Asks and writes nothing for anybody else, nor the next time.
    """
    if ticket.assignee_id != actor.agent_id or ticket.opened_at is not None or actor.agent_id is None:
        return
    mine = Ticket.objects.filter(pk=ticket.pk, assignee_id=actor.agent_id, assigned_at=ticket.assigned_at)
    mine.update(opened_at=clock.now())


@transaction.atomic
def give_back_unopened(ticket_id: int, agent_id: int, given_at: datetime) -> bool:
    """Take a ticket back from somebody who has neither opened it nor done anything with it since it was
    given to them at `given_at`. Whether it went back.

    Nothing when it changed hands since, or the team no longer wants it. Writes `ticket.released`.
    """
    row = locked_if_there(ticket_id)
    if row is None or not row.is_open or (row.assignee_id, row.assigned_at) != (agent_id, given_at):
        return False
    team = staff().teams.get(row.team_id or 0)
    if team is None or not team.give_back_after or row.opened_at is not None or _has_acted(row):
        return False
    release(SYSTEM, row, why=f"{UNOPENED}:{team.give_back_after}")
    return True


@transaction.atomic
def relieve(agent_id: int, absence: str) -> int:
    """Take from somebody who is away what their teams' settings say; how many tickets left them.

    To the stand-in, where one is named who is in the team and at work, else back to the team. Nothing when
    the absence of this uid does not hold now. As many as `AT_ONCE`: the next ones by the same timer. Writes
    `ticket.assigned` or `ticket.released`.
    """
    now = clock.now()
    away = next((one for one in aways_of(agent_id) if one.uid == absence and one.holds(now)), None)
    if away is None:
        return 0
    rows = list(for_change(leaving(agent_id)).order_by("pk")[:AT_ONCE])
    for row in rows:
        _leaves(row, away, now)
    if len(rows) == AT_ONCE:
        set_timer(f"{LEAVE}:{absence}", LEAVE, now, {"agent": agent_id, "absence": absence})
    return len(rows)


def plan_leaving(agent_id: int, absence: str, starts: datetime | None) -> None:
    """Have somebody's tickets looked at when their absence begins; None: there is none any more."""
    key = f"{LEAVE}:{absence}"
    if starts is None:
        cancel_timer(key)
    else:
        set_timer(key, LEAVE, max(starts, clock.now()), {"agent": agent_id, "absence": absence})


def _leaves(row: Ticket, away: Away, now: datetime) -> None:
    why = f"{GONE}:{away.kind}"
    stand_in = staff().agents.get(away.stand_in or 0)
    if (
        stand_in is not None
        and stand_in.is_active
        and row.team_id in stand_in.team_ids
        and missing(stand_in.id, now, row.team_id) is None
    ):
        assign(SYSTEM, row, agent_id=stand_in.id, team_id=row.team_id, why=f"stand_in:{away.kind}")
    else:
        release(SYSTEM, row, why=why)


def _has_acted(row: Ticket) -> bool:
    acted = Event.objects.filter(
        ticket_id=row.pk, actor_kind=ActorKind.AGENT, actor_id=row.assignee_id, at__gte=row.assigned_at
    )
    return acted.exists()
