"""Whose saved views are open to whom.

One's own to oneself; a shared one to the teams it is shared with and their leads, or to everybody. It is
changed by whoever may share it that way: with teams whoever leads all of them, with everybody administrators,
who find every shared one. Which tickets it shows is decided by the reader's own access alone.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.people.rights import ADMINISTER
from otklik.tickets.enums import SharedWith


class Kept(Protocol):
    """A saved view."""

    @property
    def owner_id(self) -> int: ...

    @property
    def shared_with(self) -> str: ...


def led_teams(actor: Actor) -> frozenset[int]:
    """Teams a view can be shared with by this actor: those they lead, of an administrator all."""
    every = staff().open_teams()
    return frozenset(t.pk for t in every if actor.has(ADMINISTER) or t.lead_id == actor.agent_id)


def is_for(actor: Actor, view: Kept, teams: Collection[int]) -> bool:
    """Whether it is meant for them: their own, of their teams, or everybody's."""
    if view.owner_id == actor.agent_id or view.shared_with == SharedWith.ALL:
        return True
    leads = (team.pk for team in staff().teams.values() if team.lead_id == actor.agent_id)
    return view.shared_with == SharedWith.TEAMS and not {*actor.team_ids, *leads}.isdisjoint(teams)


def may_use(actor: Actor, view: Kept, teams: Collection[int]) -> bool:
    """Whether they may open it."""
    is_shared = view.shared_with != SharedWith.NOBODY
    return actor.is_agent and (is_for(actor, view, teams) or (is_shared and actor.has(ADMINISTER)))


def may_change(actor: Actor, view: Kept, teams: Collection[int]) -> bool:
    """Whether they may keep it otherwise, share it otherwise or delete it."""
    if view.shared_with == SharedWith.NOBODY:
        return actor.is_agent and view.owner_id == actor.agent_id
    return may_share(actor, view.shared_with, teams)


def may_share(actor: Actor, shared_with: str, teams: Collection[int]) -> bool:
    """Whether a view of theirs may be for these."""
    if not actor.is_agent or actor.has(ADMINISTER):
        return actor.is_agent
    if shared_with == SharedWith.ALL:
        return False
    return shared_with == SharedWith.NOBODY or led_teams(actor).issuperset(teams)
