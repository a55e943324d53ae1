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

MAX_NAME = 150


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
    """Make an employee of an account that is none yet. `Invalid` for an empty name. Writes `agent.created`.

    The caller has checked the right.
    """
    called = text.one_line(name, MAX_NAME)
    if not called:
        raise Invalid({"name": _("Enter the employee's name.")})
    if Agent.objects.filter(user=user).exists():
        raise Invalid({"user": _("This account is an employee already.")})
    agent = Agent.objects.create(
        user=user,
        name=called,
        name_key=text.key(called)[:MAX_NAME],
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
    """Make a team with members, lead and notification list. `Invalid` for a code in use.

    Writes `team.changed`. The caller has checked the right.
    """
    if Team.objects.filter(code=code).exists():
        raise Invalid({"code": _("This code is in use. Choose another.")})
    members = list(dict.fromkeys(members))
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
    """Replace a team's members; who stays keeps their share. Writes `team.changed` with the ids before and
    after."""
    before = sorted(Membership.objects.filter(team=team).values_list("agent_id", flat=True))
    after = sorted({agent.pk for agent in members})
    if before == after:
        return
    Membership.objects.filter(team=team).exclude(agent_id__in=after).delete()
    joining = sorted(set(after) - set(before))
    Membership.objects.bulk_create([Membership(team=team, agent_id=pk) for pk in joining])
    small.bump()
    record(TEAM_CHANGED, by, Subject("team", team.pk), changes=[Change("members", before, after)])


@transaction.atomic
def create_role(by: ActorRef, *, code: str, name: Translated, rights: Sequence[str]) -> Role:
    """Make a role. `Invalid` for a code in use, and for rights no package declares. Writes `role.changed`."""
    if Role.objects.filter(code=code).exists():
        raise Invalid({"code": _("This code is in use. Choose another.")})
    strange = rights_registry.unknown(right for right in rights if right != EVERYTHING)
    if strange:
        raise Invalid({"rights": _("Unknown rights: %(names)s") % {"names": ", ".join(strange)}})
    role = Role.objects.create(code=code, name=name, rights=sorted(rights), position=Role.objects.count())
    small.bump()
    record(ROLE_CHANGED, by, Subject("role", role.pk), changes=[Change("rights", [], sorted(rights))])
    return role
