"""Who may see and fill a custom field.

Employees see what their roles are named for, or no role is; whoever may do everything sees all, and so does
Otklik itself. Clients see what is open to them, and fill what is open to be filled. Everybody else: nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from otklik.fields.enums import Clients
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.people.rights import EVERYTHING


class Guarded(Protocol):
    """What decides about a field."""

    @property
    def role_ids(self) -> Collection[int]:
        """Roles whose people see it; none: all employees."""

    @property
    def clients(self) -> Clients:
        """What it is to clients."""


def may_see(actor: Actor, field: Guarded) -> bool:
    """Whether the field's values are for this actor's eyes."""
    if actor.is_system:
        return True
    if actor.is_agent:
        return not field.role_ids or EVERYTHING in actor.rights or _has_role(actor, field.role_ids)
    return actor.is_client and field.clients is not Clients.NO


def may_fill(actor: Actor, field: Guarded) -> bool:
    """Whether the actor may give the field a value, where they may change its owner at all."""
    if actor.is_client:
        return field.clients is Clients.FILL
    return may_see(actor, field)


def _has_role(actor: Actor, role_ids: Collection[int]) -> bool:
    me = staff().agents.get(actor.agent_id or 0)
    return me is not None and not me.role_ids.isdisjoint(role_ids)
