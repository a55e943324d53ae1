"""A glance at a team's radar, for a page that is looked at all day: its first promises, some seconds old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches

from otklik.automation.radar.reading import Item, radar
from otklik.core.small import version
from otklik.people.actor import Actor
from otklik.people.models import Team

KEPT_SECONDS = 15
"""So old a glance may be: the arithmetic for a team costs more than the rest of the page it stands on."""
FIRST = 5
"""Promises one sees at a glance, the nearest."""


@dataclass(frozen=True, slots=True)
class Glance:
    """The hours looked at, how many promises will be broken, and the first of them."""

    now: datetime
    until: datetime
    number: int
    items: Sequence[Item]


def glance(actor: Actor, team: Team) -> Glance:
    """The beginning of the team's radar, at most `KEPT_SECONDS` old; `Denied` as the radar."""
    memory, key = caches["local"], _key(actor, team)
    found: Glance | None = memory.get(key)
    if found is None:
        look = radar(actor, team)
        found = Glance(look.now, look.until, len(look.items), look.items[:FIRST])
        memory.set(key, found, KEPT_SECONDS)
    return found


def forget(actor: Actor, team: Team) -> None:
    """Look anew next time: they have just given some of it to somebody else."""
    caches["local"].delete(_key(actor, team))


def _key(actor: Actor, team: Team) -> str:
    """Of one version of the configuration: who leads a team no more has nothing kept."""
    return f"radar:{version()}:{actor.key}:{team.pk}"
