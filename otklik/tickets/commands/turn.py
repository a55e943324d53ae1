"""Giving a team's ticket to whose turn it is (ROUTE-5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.core import clock
from otklik.core.events import Subject, record
from otklik.core.timers import set_timer, timer_at
from otklik.people.actor import SYSTEM
from otklik.people.at_work import missing, next_at_work
from otklik.people.enums import TurnMode
from otklik.people.models import Team
from otklik.people.queries import Share, staff
from otklik.tickets.commands.assign import assign
from otklik.tickets.commands.locking import lock_all, locked_if_there
from otklik.tickets.enums import Given
from otklik.tickets.events import NOT_DISTRIBUTED
from otklik.tickets.models import AssignmentReason, MemberTurn, TeamTurn, Ticket, Waiting
from otklik.tickets.queries.load import loads_of
from otklik.tickets.turns import OUT, Candidate, Choice, Outcome, Why, choose

GIVE_WAITING = "tickets.give_waiting"
"""The timer of a team whose tickets wait for somebody; its function stands in `tickets.timers`."""
AT_ONCE = 20
"""Waiting tickets given in one transaction."""
_LEFT = (Given.UNOPENED, Given.RETURNED)


@transaction.atomic
def give_by_turn(
    ticket_id: int, *, mode: TurnMode | None = None, is_again: bool = False, is_quiet: bool = False
) -> Choice | None:
    """Give an open ticket of a team, which nobody has, to whose turn it is; None where nothing is to do.

    By the team's mode unless one is named (a trigger's). `is_again`: whoever gave it back, or let it lie, is
    passed over. The system does it. Writes `ticket.assigned` with who was weighed; where nobody can be given
    it `ticket.not_distributed`, unless that was said before (`is_quiet`), and has it wait.
    """
    row = locked_if_there(ticket_id)
    team = staff().teams.get(row.team_id or 0) if row is not None else None
    if row is None or team is None or row.assignee_id is not None or not row.is_open:
        return None
    mode = mode or TurnMode(team.turn_mode)
    if mode is TurnMode.MANUAL:
        return None
    turn = _locked(team)
    choice = choose(mode, _candidates(team, _had_it(row) if is_again else ()), turn.now)
    if choice.agent_id is None:
        _have_it_wait(row, team, choice)
        if not is_quiet:
            data = {"outcome": choice.outcome.value, "choice": told(mode, choice)}
            record(NOT_DISTRIBUTED, SYSTEM.ref, Subject("ticket", row.pk, row.pk), data=data)
    else:
        _move_on(turn, choice)
        said = told(mode, choice)
        assign(SYSTEM, row, agent_id=choice.agent_id, team_id=team.pk, why=f"turn:{mode}", choice=said)
    return choice


@transaction.atomic
def give_waiting(team_id: int) -> int:
    """Give what waits in a team, the most urgent first, as far as there is somebody; how many were given."""
    given = 0
    waiting = Waiting.objects.filter(team_id=team_id).order_by("-ticket__priority_level", "since", "pk")
    rows = list(waiting[:AT_ONCE])
    lock_all(row.pk for row in rows)
    for row in rows:
        choice = give_by_turn(row.pk, is_again=True, is_quiet=True)
        if choice is None or choice.agent_id is not None:
            Waiting.objects.filter(pk=row.pk).delete()
            given += 1
    if given and Waiting.objects.filter(team_id=team_id).exists():
        look_again(team_id, clock.now())
    return given


def look_again(team_id: int, at: datetime) -> None:
    """Have what waits in a team looked at again at a moment, or earlier where that is planned already."""
    key = f"{GIVE_WAITING}:{team_id}"
    planned = timer_at(key)
    if planned is None or planned > at or planned <= clock.now():  # the last: this very timer is running
        set_timer(key, GIVE_WAITING, at, {"team": team_id})


def told(mode: TurnMode, choice: Choice) -> Mapping[str, object]:
    """A choice as the event keeps it; `queries.reasons` reads it back."""
    lines = [[one.agent_id, one.load, one.limit, one.weight, one.why.value] for one in choice.told]
    return {"mode": mode.value, "outcome": choice.outcome.value, "told": lines}


@dataclass(frozen=True, slots=True)
class _Stands:
    turn: int
    given_at: datetime


def _candidates(team: Team, had_it: Collection[int]) -> list[Candidate]:
    people, now = staff(), clock.now()
    members = [agent.id for agent in people.members(team.pk)]
    loads = loads_of(members)
    rows = MemberTurn.objects.filter(team=team)
    stands = {row.agent_id: _Stands(row.turn, row.given_at) for row in rows}
    found = []
    for pk in members:
        share, stood = people.shares.get((team.pk, pk), Share()), stands.get(pk)
        found.append(
            Candidate(
                pk,
                load=loads.get(pk, 0),
                limit=share.most(team),
                weight=share.weight,
                turn=stood.turn if stood else 0,
                given_at=stood.given_at if stood else None,
                out=Why.HAD_IT if pk in had_it else _out(pk, now, team.pk),
            )
        )
    return found


def _out(agent_id: int, now: datetime, team_id: int) -> Why | None:
    found = missing(agent_id, now, team_id)
    return Why(found.why.value) if found else None


def _had_it(ticket: Ticket) -> set[int]:
    rows = AssignmentReason.objects.filter(ticket=ticket, how__in=_LEFT)
    return set(rows.values_list("agent_id", flat=True))


def _locked(team: Team) -> TeamTurn:
    """The team's turn, for this transaction alone: whoever comes meanwhile waits and sees what was given."""
    found = TeamTurn.objects.select_for_update().filter(team=team).first()
    if found is None:
        TeamTurn.objects.bulk_create([TeamTurn(team=team)], ignore_conflicts=True)
        found = TeamTurn.objects.select_for_update().get(team=team)
    return found


def _move_on(turn: TeamTurn, choice: Choice) -> None:
    TeamTurn.objects.filter(pk=turn.pk).update(now=choice.now)
    stands = MemberTurn(team_id=turn.pk, agent_id=choice.agent_id, turn=choice.turn, given_at=clock.now())
    MemberTurn.objects.bulk_create(
        [stands], update_conflicts=True, unique_fields=["team", "agent"], update_fields=["turn", "given_at"]
    )


def _have_it_wait(row: Ticket, team: Team, choice: Choice) -> None:
    """Until the first of those who are away is back; a full one is heard of when they have less to do."""
    if choice.outcome is Outcome.NOBODY:
        Waiting.objects.filter(pk=row.pk).delete()
        return
    now = clock.now()
    Waiting.objects.bulk_create(
        [Waiting(ticket=row, team=team, since=now)],
        update_conflicts=True, unique_fields=["ticket"], update_fields=["team"],
    )  # fmt: skip
    away = [one.agent_id for one in choice.told if one.why in OUT and one.weight > 0]
    back = [at for pk in away if (at := next_at_work(pk, now, team.pk))]
    if back:
        look_again(team.pk, min(back))
