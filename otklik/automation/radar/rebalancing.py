"""Giving tickets anew, as a plan of the radar says or a lead chooses among those who may be given them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.automation.radar.glancing import forget
from otklik.automation.radar.moving import Able
from otklik.automation.radar.reading import radar
from otklik.core.errors import Conflict, Invalid
from otklik.people.actor import Actor
from otklik.people.models import Team
from otklik.people.queries import staff
from otklik.tickets.bulk import BulkChange, given
from otklik.tickets.commands import change_many
from otklik.tickets.models import Operation


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ticket by its number, the version of it that was looked at, and the uid of who is to have it."""

    number: str
    version: int
    agent: str


def rebalance(actor: Actor, team: Team, wanted: Sequence[Wanted]) -> Operation:
    """Give tickets of the radar to these employees, as one step that can be undone within thirty days.

    For the team's lead and administrators. Everything is looked at again first: `Conflict` for a ticket that
    is no longer on the radar, and for who may not be given one any more (absent, at their maximum, without
    the right). A ticket that was changed meanwhile is refused by itself, the others are given. Writes
    `ticket.assigned` for each, `ticket.taken` for what one gives oneself.
    """
    if not wanted:
        raise Invalid({"move": _("Choose at least one ticket.")})
    look = radar(actor, team)
    known, able = {item.row.number: item.row.id for item in look.items}, {one.agent: one for one in look.able}
    ids = {agent.uid: agent.id for agent in staff().agents.values()}
    if any(one.number not in known for one in wanted) or len({one.number for one in wanted}) < len(wanted):
        raise Conflict(_("Things have changed meanwhile. Look at the new state and repeat."))
    _refuse_unable(Counter(ids.get(one.agent, 0) for one in wanted), able)
    gives = tuple(given(known[one.number], one.agent, one.version) for one in wanted)
    forget(actor, team)
    return change_many(actor, [known[one.number] for one in wanted], BulkChange(gives=gives))


def _refuse_unable(given_to: Mapping[int, int], able: Mapping[int, Able]) -> None:
    for agent_id, number in given_to.items():
        one = able.get(agent_id)
        if one is None or (one.room is not None and number > one.room):
            who = staff().agents.get(agent_id)
            name = who.name if who else _("nobody known")
            raise Conflict(
                _("%(name)s may not be given so many now: absent, or at their maximum.") % {"name": name}
            )
