"""What employees keep for themselves, for a team or for all: canned replies, macros.

One's own is open to its owner alone, a team's to its people, the rest to all employees. What is for others is
written by whoever holds the right of that kind.
"""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from otklik.core.errors import Denied, NotFound
from otklik.people.actor import Actor


class Owned(Protocol):
    """A row that belongs to an employee, to a team or to all."""

    @property
    def owner_id(self) -> int | None: ...

    @property
    def team_id(self) -> int | None: ...


def require_staff(actor: Actor) -> None:
    """`Denied` for everybody but employees and the system."""
    if not (actor.is_agent or actor.is_system):
        raise Denied(_("This is for employees."))


def require_employee(actor: Actor) -> None:
    """`Denied` for everybody but employees: only they own something."""
    if not actor.is_agent:
        raise Denied(_("This is for employees."))


def require_own(actor: Actor, row: Owned) -> None:
    """`NotFound` for what is not the actor's own."""
    if not is_own(actor, row):
        raise NotFound


def is_own(actor: Actor, row: Owned) -> bool:
    """Whether it belongs to the actor alone."""
    return actor.is_agent and row.owner_id is not None and row.owner_id == actor.agent_id


def may_use(actor: Actor, row: Owned, share: str) -> bool:
    """Whether it is open to the actor. Whoever holds `share`, the right to write for others, reads all but
    what belongs to one employee."""
    if row.owner_id is not None:
        return is_own(actor, row)
    return row.team_id is None or row.team_id in actor.team_ids or actor.has(share)


def may_change(actor: Actor, row: Owned, share: str) -> bool:
    """Whether the actor may write it anew: its owner, or for others whoever holds `share`."""
    return is_own(actor, row) if row.owner_id is not None else actor.has(share)
