"""Whose tickets a board counts: a team's, those of one's own teams, everything one may see.

A team's are told by the ticket's own column: whoever is in the team reads all it holds (`access`), so that
nothing is asked of each ticket and an index answers. A test holds both forms of the rule against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from otklik.core.errors import NotFound
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.access import VIEW_ALL, visible_to
from otklik.tickets.models import Ticket

MINE, EVERYTHING = "mine", "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """`code` as addresses say it; `teams` whose tickets are meant, None: all that the reader may see."""

    code: str
    teams: tuple[int, ...] | None

    @property
    def team(self) -> int | None:
        """The one team that is meant; None for several, or for everything."""
        return self.teams[0] if self.teams is not None and len(self.teams) == 1 else None


def scopes_of(actor: Actor) -> Sequence[Scope]:
    """What one may choose among, the delivered choice first: one's teams together, each of them, and for who
    sees all everything and every other team. Who is in no team has what they may see."""
    if not actor.is_agent:
        return []
    teams = staff().open_teams()
    own = [team for team in teams if team.pk in actor.team_ids]
    found = [Scope(MINE, tuple(team.pk for team in own))] if len(own) > 1 else []
    found += [Scope(team.code, (team.pk,)) for team in own]
    if actor.has(VIEW_ALL) or not own:
        found.append(Scope(EVERYTHING, None))
    if actor.has(VIEW_ALL):
        found += [Scope(team.code, (team.pk,)) for team in teams if team not in own]
    return found


def scope_named(actor: Actor, code: str) -> Scope:
    """The choice of this code, without one the delivered. `NotFound` for what is not theirs to look at."""
    offered = scopes_of(actor)
    found = next((one for one in offered if one.code == code), None) if code else next(iter(offered), None)
    if found is None:
        raise NotFound
    return found


def tickets_in(actor: Actor, scope: Scope, *, by_time: bool = False) -> QuerySet[Ticket]:
    """Every ticket of the scope, never a deleted one; none of a team one may not look into.

    `by_time`: to be asked for by a stretch of time. An index of moments is to answer then, and a database
    without figures about its tables would rather read all the team ever had: it is not shown the column.
    """
    if scope.teams is None:
        return visible_to(actor)
    if not actor.is_agent or not (actor.has(VIEW_ALL) or actor.team_ids.issuperset(scope.teams)):
        return Ticket.objects.none()
    tickets = Ticket.objects.filter(deleted_at__isnull=True)
    if by_time:
        return tickets.alias(held_by=F("team_id") + 0).filter(held_by__in=scope.teams)
    held = Q(team_id=scope.teams[0]) if len(scope.teams) == 1 else Q(team_id__in=scope.teams)
    return tickets.filter(held)


def reading_of(actor: Actor, scope: Scope) -> tuple[object, ...]:
    """What makes another question of a scope's tickets, the reader's number aside."""
    return (scope.teams, actor.has(VIEW_ALL), actor.team_ids)
