"""Who works here, from memory: agents, teams and roles are small tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from otklik.core.actors import ActorKind, Via
from otklik.core.small import SmallTable
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.people.models import Agent, Membership, Role, Team, User
from otklik.people.rights import ADMINISTER, EVERYTHING


@dataclass(frozen=True, slots=True)
class AgentInfo:
    """An employee as pages show them and access decides about them."""

    id: int
    uid: str
    user_id: int
    name: str
    position: str
    email: str
    phone: str
    signature: str
    is_active: bool
    team_ids: frozenset[int]
    role_ids: frozenset[int]
    language: str
    time_zone: str
    list_columns: tuple[str, ...] = ()
    quiet: str = ""

    @property
    def short_name(self) -> str:
        """`Елена Белова` → `Е. Белова`, for narrow columns."""
        first, _space, last = self.name.partition(" ")
        return f"{first[:1]}. {last}" if last else self.name


@dataclass(frozen=True, slots=True)
class Share:
    """What a member gets by turn: a share in per cent of a full one, and at most so many open tickets."""

    weight: int = 100
    max_load: int | None = None

    def most(self, team: Team) -> int | None:
        """The most open tickets the member may be given (ROUTE-5): their own maximum before the team's; None:
        as many as come."""
        return team.max_load if self.max_load is None else self.max_load


@dataclass(frozen=True)
class Staff:
    """All agents, teams and roles of the installation at one configuration version."""

    agents: Mapping[int, AgentInfo]
    by_user: Mapping[int, AgentInfo]
    by_email: Mapping[str, AgentInfo]
    by_uid: Mapping[str, AgentInfo]
    teams: Mapping[int, Team]
    roles: Mapping[int, Role]
    shares: Mapping[tuple[int, int], Share] = field(default_factory=dict)
    """By (team, member)."""

    def members(self, team_id: int) -> Sequence[AgentInfo]:
        """Active members of a team by name."""
        found = [a for a in self.agents.values() if a.is_active and team_id in a.team_ids]
        return sorted(found, key=lambda agent: agent.name)

    def active(self) -> Sequence[AgentInfo]:
        """Everyone who can be assigned, by name."""
        return sorted((a for a in self.agents.values() if a.is_active), key=lambda agent: agent.name)

    def open_teams(self) -> Sequence[Team]:
        """Teams that are offered, in their order."""
        return [team for team in self.teams.values() if not team.hidden]


def staff() -> Staff:
    """The staff from memory (see `core.small`)."""
    return STAFF.get()


def administrators() -> Sequence[AgentInfo]:
    """Active employees who may administer, by name: whom to ask for what one's role does not open."""
    people = staff()
    able = {pk for pk, role in people.roles.items() if {ADMINISTER, EVERYTHING} & set(role.rights)}
    return [agent for agent in people.active() if agent.role_ids & able]


def agents_named(uids: Sequence[str]) -> Mapping[str, Agent]:
    """Active employees by their uids, as commands take them; a uid of nobody is left out. One query."""
    found = Agent.objects.filter(uid__in=uids, is_active=True).select_related("user")
    return {str(agent.uid): agent for agent in found}


def actor_of_user(user: User, via: Via) -> Actor | None:
    """The agent's actor of a signed-in user; None when the user is no active employee."""
    info = staff().by_user.get(user.pk)
    return actor_of_agent(info, via) if info and info.is_active and user.is_active else None


def actor_of_agent(info: AgentInfo, via: Via) -> Actor:
    """An employee's actor with the rights of all their roles."""
    roles = staff().roles
    rights = frozenset(right for role in info.role_ids if role in roles for right in roles[role].rights)
    return Actor(
        kind=ActorKind.AGENT,
        via=via,
        name=info.name,
        user_id=info.user_id,
        agent_id=info.id,
        team_ids=info.team_ids,
        rights=rights,
        language=info.language or settings.LANGUAGE.get(),
        time_zone=info.time_zone or settings.TIME_ZONE.get(),
        email=info.email,
    )


def _load() -> Staff:
    # Explicitly unhidden and hidden alike: history names people and teams that are gone.
    memberships = Prefetch("membership_set", queryset=Membership.objects.all())
    rows = Agent.objects.select_related("user").prefetch_related(memberships, "roles")
    agents = {row.pk: _info(row) for row in rows}
    return Staff(
        agents=agents,
        by_user={agent.user_id: agent for agent in agents.values()},
        by_email={agent.email: agent for agent in agents.values() if agent.email},
        by_uid={agent.uid: agent for agent in agents.values()},
        teams={team.pk: team for team in Team.objects.order_by("position", "id")},
        roles={role.pk: role for role in Role.objects.order_by("position", "id")},
        shares={
            (member.team_id, row.pk): Share(member.weight, member.max_load)
            for row in rows
            for member in row.membership_set.all()
        },
    )


def _info(row: Agent) -> AgentInfo:
    return AgentInfo(
        id=row.pk,
        uid=str(row.uid),
        user_id=row.user_id,
        name=row.name,
        position=row.position,
        email=row.user.email,
        phone=row.phone,
        signature=row.signature,
        is_active=row.is_active and row.user.is_active,
        team_ids=frozenset(m.team_id for m in row.membership_set.all()),
        role_ids=frozenset(role.pk for role in row.roles.all()),
        language=row.user.language,
        time_zone=row.user.time_zone,
        list_columns=tuple(row.user.list_columns or ()),
        quiet=row.user.quiet,
    )


STAFF: SmallTable[Staff] = SmallTable(_load)
