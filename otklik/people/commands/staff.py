"""Agents, teams and roles."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import small, text
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.core.translated import Translated
from otklik.people import rights as rights_registry
from otklik.people.events import AGENT_CREATED, ROLE_CHANGED, TEAM_CHANGED
from otklik.people.models import Agent, Membership, Role, Team, User
from otklik.people.rights import EVERYTHING


@transaction.atomic
def create_agent(
    by: ActorRef,
    user: User,
    *,
    name: str,
    roles: Sequence[Role],
    position: str = "",
    phone: str = "",
    signature: str = "",
) -> Agent:
    """Make an employee of an account. Writes `agent.created`. The caller has checked the right."""
    if not name.strip():
        raise Invalid({"name": _("Enter the employee's name.")})
    agent = Agent.objects.create(
        user=user,
        name=name.strip(),
        name_key=text.key(name),
        position=position,
        phone=phone,
        signature=signature,
    )
    agent.roles.set(roles)
    small.bump()
    record(AGENT_CREATED, by, Subject("agent", agent.pk), data={"roles": [role.code for role in roles]})
    return agent


@transaction.atomic
def create_team(
    by: ActorRef,
    *,
    code: str,
    name: Translated,
    members: Sequence[Agent] = (),
    lead: Agent | None = None,
    notify: Sequence[str] = (),
    purpose: Translated | None = None,
    is_dispatch: bool = False,
) -> Team:
    """Make a team with members, lead and notification list. Writes `team.changed`."""
    team = Team.objects.create(
        code=code,
        name=name,
        lead=lead,
        notify=[address for raw in notify if (address := text.email_key(raw))],
        purpose=purpose or Translated(),
        is_dispatch=is_dispatch,
        position=Team.objects.count(),
    )
    Membership.objects.bulk_create([Membership(team=team, agent=agent) for agent in members])
    small.bump()
    record(TEAM_CHANGED, by, Subject("team", team.pk), data={"members": [agent.pk for agent in members]})
    return team


@transaction.atomic
def set_members(by: ActorRef, team: Team, members: Sequence[Agent]) -> None:
    """Replace a team's members. Writes `team.changed` with the ids before and after."""
    before = sorted(Membership.objects.filter(team=team).values_list("agent_id", flat=True))
    after = sorted(agent.pk for agent in members)
    if before == after:
        return
    Membership.objects.filter(team=team).delete()
    Membership.objects.bulk_create([Membership(team=team, agent=agent) for agent in members])
    small.bump()
    record(TEAM_CHANGED, by, Subject("team", team.pk), changes=[Change("members", before, after)])


@transaction.atomic
def create_role(by: ActorRef, *, code: str, name: Translated, rights: Sequence[str]) -> Role:
    """Make a role. `Invalid` names rights no package declares. Writes `role.changed`."""
    strange = rights_registry.unknown(right for right in rights if right != EVERYTHING)
    if strange:
        raise Invalid({"rights": _("Unknown rights: %(names)s") % {"names": ", ".join(strange)}})
    role = Role.objects.create(code=code, name=name, rights=sorted(rights), position=Role.objects.count())
    small.bump()
    record(ROLE_CHANGED, by, Subject("role", role.pk), changes=[Change("rights", [], sorted(rights))])
    return role
