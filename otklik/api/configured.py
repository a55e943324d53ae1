"""Configured objects as they go out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from otklik.api.schemas.configuration import (
    AgentOut,
    CategoryOut,
    ClientStatus,
    CompanyCategoryOut,
    MailboxOut,
    PriorityOut,
    RoleOut,
    ServiceForStaff,
    ServiceOut,
    StatusOut,
    TeamOut,
    TypeOut,
    shared,
)
from otklik.api.schemas.refs import Named, agent_ref, team_ref
from otklik.catalogue.queries import catalogue
from otklik.organisation.calendars import code_of_calendar
from otklik.organisation.queries import brands
from otklik.people.actor import Actor
from otklik.people.queries import AgentInfo, staff
from otklik.tickets.queries.workflow import workflow

if TYPE_CHECKING:
    from otklik.catalogue.models import (
        Category,
        ChannelAccount,
        CompanyCategory,
        Priority,
        Service,
        TicketType,
    )
    from otklik.people.models import Role, Team
    from otklik.tickets.models import Status


_TURN = ("turn_mode", "max_load", "gives_again", "give_back_after", "claim_by_opening", "on_absence")
"""How a team gives its tickets."""


def agent_out(agent: AgentInfo) -> AgentOut:
    """An employee."""
    refs = [team_ref(pk) for pk in staff().teams if pk in agent.team_ids]
    return AgentOut(
        uid=UUID(agent.uid),
        name=agent.name,
        position=agent.position,
        email=agent.email,
        phone=agent.phone,
        teams=[ref for ref in refs if ref],
        is_active=agent.is_active,
    )


def team_out(team: Team) -> TeamOut:
    """A team with its active members."""
    return TeamOut.model_validate(
        shared(team, hidden=team.hidden)
        | {
            "lead": agent_ref(team.lead_id),
            "members": [Named(uid=UUID(a.uid), name=a.name) for a in staff().members(team.pk)],
            "is_dispatch": team.is_dispatch,
            "calendar": code_of_calendar(team.calendar_id),
            **{name: getattr(team, name) for name in _TURN},
        }
    )


def role_out(role: Role) -> RoleOut:
    """A role with its rights."""
    return RoleOut.model_validate(shared(role, hidden=role.hidden) | {"rights": role.rights})


def type_out(row: TicketType) -> TypeOut:
    """A ticket type."""
    own = {"guidance": str(row.guidance), "internal": row.internal, "is_default": row.is_default}
    return TypeOut.model_validate(shared(row, hidden=row.hidden) | own)


def category_out(row: Category) -> CategoryOut:
    """A category."""
    return CategoryOut.model_validate(shared(row, hidden=row.hidden) | {"belongs": row.belongs})


def company_category_out(row: CompanyCategory) -> CompanyCategoryOut:
    """A kind of company."""
    return CompanyCategoryOut.model_validate(shared(row, hidden=row.hidden))


def priority_out(row: Priority) -> PriorityOut:
    """A priority."""
    own = {"level": row.level, "guidance": str(row.guidance), "is_default": row.is_default}
    return PriorityOut.model_validate(shared(row, hidden=row.hidden) | own)


def service_out(actor: Actor, row: Service) -> ServiceForStaff | ServiceOut:
    """A node of the catalogue; its team and what decides about its tickets for staff."""
    parent = catalogue().services.get(row.parent_id or 0)
    types = sorted(row.types.all(), key=lambda kind: (kind.position, kind.pk))
    values = shared(row, hidden=row.hidden) | {
        "parent": parent.code if parent else None,
        "is_package": row.is_package,
        "guidance": str(row.guidance),
        "team": team_ref(row.team_id) if actor.is_agent else None,
        "types": [kind.code for kind in types if actor.is_agent or not kind.internal],
        "categories": sorted(category.code for category in row.categories.all()),
        "public": row.public,
        "asks": row.asks,
        "requires": row.requires,
    }
    if not actor.is_agent:
        return ServiceOut.model_validate(values)
    return ServiceForStaff.model_validate(values | _deciding(row))


def _deciding(row: Service) -> dict[str, object]:
    """To whom a service is open, what its tickets get and when they close."""
    known = catalogue()
    kind = known.types.get(row.default_type_id or 0)
    priority = known.priorities.get(row.default_priority_id or 0)
    of_brands = known.brands_of.get(row.pk, frozenset())
    return {
        "brands": [brand.code for brand in brands() if brand.pk in of_brands],
        "for_categories": row.for_categories,
        "only_for": row.only_for,
        "default_type": kind.code if kind else None,
        "default_priority": priority.code if priority else None,
        "calendar": code_of_calendar(row.calendar_id),
        "close_after": row.close_after,
        "close_unit": row.close_unit or None,
    }


def status_out(actor: Actor, row: Status) -> StatusOut | ClientStatus:
    """A status, for a contact in the clients' words."""
    if not actor.is_agent:
        return ClientStatus(code=row.code, name=str(row.client_name) or str(row.name), state=row.state)
    return StatusOut.model_validate(
        shared(row, hidden=not row.enabled)
        | {
            "state": row.state,
            "client_name": str(row.client_name),
            "asks_until": row.asks_until,
            "asks_solution": row.asks_solution,
            "requires": row.requires,
            "reasons": [line.strip() for line in str(row.reasons).splitlines() if line.strip()],
            "types": [
                kind.code
                for pk, kind in catalogue().types.items()
                if pk in workflow().only.get(row.pk, frozenset())
            ],
            "pauses_clocks": row.pauses_clocks,
            "counts_as_load": row.counts_as_load,
            "is_initial": row.is_initial,
            "leads_to": [target.code for target in workflow().reachable(actor, row.pk)],
        }
    )


def mailbox_out(row: ChannelAccount) -> MailboxOut:
    """A mailbox without anything secret."""
    return MailboxOut(
        uid=row.uid,
        name=row.name,
        title=str(row.title),
        address=row.address,
        sender_name=str(row.sender_name),
        team=team_ref(row.team_id),
        is_default=row.is_default,
        enabled=row.enabled,
    )
