"""Statuses and moves from memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.core.small import SmallTable
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.enums import State
from otklik.tickets.models import Status, Transition


@dataclass(frozen=True)
class Workflow:
    """All statuses and transitions at one configuration version."""

    statuses: Mapping[int, Status]
    by_code: Mapping[str, Status]
    moves: Mapping[int, Sequence[tuple[int, int | None]]]
    only: Mapping[int, frozenset[int]]
    """Statuses that are for some ticket types alone."""

    @property
    def initial(self) -> Status:
        """The status of new tickets."""
        return next(status for status in self.statuses.values() if status.is_initial)

    def system(self, state: State) -> Status:
        """The status of this state that cannot be deleted."""
        return next(s for s in self.statuses.values() if s.system and s.state == state)

    def named(self, code: str) -> Status | None:
        """An enabled status by its code."""
        status = self.by_code.get(code)
        return status if status and status.enabled else None

    def fits(self, status: Status, type_id: int | None) -> bool:
        """Whether tickets of this type use the status."""
        return status.pk not in self.only or type_id in self.only[status.pk]

    def next_for(self, actor: Actor, status_id: int, type_id: int | None = None) -> Sequence[Status]:
        """Enabled statuses this actor may move a ticket of this type to from here, in their order."""
        return [s for s in self.reachable(actor, status_id) if self.fits(s, type_id)]

    def reachable(self, actor: Actor, status_id: int) -> Sequence[Status]:
        """The same, whatever type a ticket is of."""
        info = staff().agents.get(actor.agent_id or 0)
        roles = info.role_ids if info else frozenset()
        targets = {t for t, role in self.moves.get(status_id, ()) if role is None or role in roles}
        return [s for s in self.statuses.values() if s.pk in targets and s.enabled]


def workflow() -> Workflow:
    """The statuses from memory (see `core.small`)."""
    return WORKFLOW.get()


def _load() -> Workflow:
    rows = list(Status.objects.order_by("position", "id"))
    moves: dict[int, list[tuple[int, int | None]]] = {}
    for source, target, role in Transition.objects.values_list("source_id", "target_id", "role_id"):
        moves.setdefault(source, []).append((target, role))
    only: dict[int, set[int]] = {}
    for status, of_type in Status.types.through.objects.values_list("status_id", "tickettype_id"):
        only.setdefault(status, set()).add(of_type)
    limited = {pk: frozenset(types) for pk, types in only.items()}
    return Workflow({s.pk: s for s in rows}, {s.code: s for s in rows}, moves, limited)


WORKFLOW: SmallTable[Workflow] = SmallTable(_load)
