"""Reading macros: those that are open to an employee and fit a ticket, and what they would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from otklik.automation.actions.steps import words
from otklik.automation.macros.open_to import open_to
from otklik.automation.models import Macro, SharedMacro
from otklik.canned.shapes import folders
from otklik.core.errors import NotFound
from otklik.core.ids import read_uid
from otklik.core.small import SmallTable
from otklik.people.actor import Actor
from otklik.people.owning import require_employee
from otklik.rules.matching import Ready, facts_of, ready
from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Offer:
    """A macro to press: what it is called, where it lies, and what it does in words."""

    uid: str
    name: str
    folder: str
    does: Sequence[str]
    own: bool


def macros(actor: Actor, *, with_hidden: bool = False) -> Sequence[Macro]:
    """All that are open to the actor, those switched off too, folder by folder. For employees; one query, for
    their own ones."""
    require_employee(actor)
    own = Macro.objects.filter(owner_id=actor.agent_id).select_related("current")
    rows = [*own, *open_to(actor, (one.rule for one in SHARED.get().values()))]
    return sorted((row for row in rows if with_hidden or not row.hidden), key=_place)


def offered(actor: Actor, ticket: Ticket | None = None) -> Sequence[Offer]:
    """Those to press now: in use and, with a ticket, such that their condition holds for it."""
    rows = [row for row in macros(actor) if row.enabled and is_meant(actor, row)]
    return [_offer(row) for row in rows if ticket is None or fits(row, ticket)]


def get_macro_for(actor: Actor, uid: str) -> Macro:
    """The macro by its uid, hidden or not, or `NotFound` for whoever may not know of it."""
    require_employee(actor)
    row = Macro.objects.select_related("current").filter(uid=read_uid(uid)).first()
    if row is None or not open_to(actor, [row]):
        raise NotFound
    return row


def fits(macro: Macro, ticket: Ticket) -> bool:
    """Whether the macro's condition holds for the ticket now; never where it cannot be asked."""
    (one,) = ready([macro])
    return not one.faults and one.holds(facts_of(ticket))


def shared_macros() -> Sequence[Ready[SharedMacro]]:
    """Those of everybody and of teams, in their order, hidden ones left out."""
    return [one for one in SHARED.get().values() if not one.rule.hidden]


def is_meant(actor: Actor, row: Macro) -> bool:
    """Whether it is offered to them: whoever writes for others reads more than that."""
    return row.team_id is None or row.team_id in actor.team_ids


def _offer(row: Macro) -> Offer:
    folder = next((str(one.name) for one in folders() if one.pk == row.folder_id), "")
    return Offer(str(row.uid), str(row.name), folder, words(row.actions), row.owner_id is not None)


def _place(row: Macro) -> tuple[int, bool, int, int]:
    """Own ones first; folders in their order, those in none last."""
    places = {one.pk: place for place, one in enumerate(folders())}
    return places.get(row.folder_id or 0, len(places)), row.owner_id is None, row.position, row.pk


def _load() -> Mapping[str, Ready[SharedMacro]]:
    rows: Iterable[SharedMacro] = SharedMacro.objects.select_related("current").order_by("position", "id")
    return {str(one.rule.uid): one for one in ready(rows)}


SHARED: SmallTable[Mapping[str, Ready[SharedMacro]]] = SmallTable(_load)
