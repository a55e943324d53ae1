"""Who may see and enter absences and shifts: the person themselves, leads of their teams, administrators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.core.errors import Denied, NotFound
from otklik.core.ids import read_uid
from otklik.people.actor import Actor
from otklik.people.models import Absence, ShiftPlan
from otklik.people.queries import AgentInfo, staff
from otklik.people.rights import ADMINISTER


def led_by(actor: Actor) -> frozenset[int]:
    """Teams this employee leads; an administrator stands in for every lead."""
    teams = staff().open_teams()
    return frozenset(
        team.pk
        for team in teams
        if actor.has(ADMINISTER) or (actor.agent_id and team.lead_id == actor.agent_id)
    )


def may_plan(actor: Actor, agent: AgentInfo) -> bool:
    """Whether the actor enters absences of this employee."""
    return actor.has(ADMINISTER) or agent.id == actor.agent_id or bool(led_by(actor) & agent.team_ids)


def may_plan_shifts(actor: Actor, agent: AgentInfo) -> bool:
    """Whether the actor sets this employee's shifts: nobody their own, but who leads or administers."""
    return actor.has(ADMINISTER) or bool(led_by(actor) & agent.team_ids)


def require_planning(actor: Actor, agent_id: int, *, shifts: bool = False) -> AgentInfo:
    """The employee, or `Denied` for who may not plan for them."""
    agent = staff().agents.get(agent_id)
    if agent is None or not (may_plan_shifts if shifts else may_plan)(actor, agent):
        raise Denied(_("Absences are entered by the person, a lead of their team or an administrator."))
    return agent


def plannable(actor: Actor) -> Sequence[AgentInfo]:
    """Whom the actor may enter absences for, oneself first."""
    found = [agent for agent in staff().active() if may_plan(actor, agent)]
    return sorted(found, key=lambda agent: (agent.id != actor.agent_id, agent.name))


def get_absence_for(actor: Actor, uid: str) -> Absence:
    """An absence the actor may change, or `NotFound`."""
    row = Absence.objects.filter(uid=read_uid(uid)).first()
    agent = staff().agents.get(row.agent_id) if row else None
    if row is None or agent is None or not may_plan(actor, agent):
        raise NotFound
    return row


def absences_for(actor: Actor, since: datetime, until: datetime) -> Sequence[Absence]:
    """Absences that touch a stretch of time, by their beginning. Every employee sees every colleague's:
    whoever gives a ticket needs to know. One query; nothing for clients."""
    if not actor.is_agent:
        return []
    touching = Q(ends_at__isnull=True) | Q(ends_at__gt=since)
    return list(Absence.objects.filter(touching, starts_at__lt=until).order_by("starts_at", "id")[:1000])


def shift_plans_of(actor: Actor, agent_id: int) -> Sequence[ShiftPlan]:
    """The shift plans of an employee, by their beginning; for staff."""
    return list(ShiftPlan.objects.filter(agent_id=agent_id).order_by("begins")) if actor.is_agent else []
