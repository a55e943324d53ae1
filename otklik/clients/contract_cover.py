"""Which contract a ticket is under: what each covers against what the ticket is about. No database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otklik.clients.contract_standing import CURRENT, Standing


class Why(StrEnum):
    """Why a contract was chosen for a ticket without anybody choosing."""

    ONLY = "only"  # no other contract of the company covers it
    NEWEST = "newest"  # the newest of several whose period is running
    LAST = "last"  # no period is running: the newest of several


@dataclass(frozen=True, slots=True)
class Asked:
    """What a ticket is about, as row ids. `services`: the service and the packages above it; `sites`: the
    ticket's own, else that of its asset."""

    services: frozenset[int] = frozenset()
    sites: frozenset[int] = frozenset()
    asset: int | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """A contract of the ticket's company: what it covers (nothing named: all), how it stands, since when."""

    id: int
    standing: Standing
    begun: date
    services: Collection[int] = ()
    sites: Collection[int] = ()
    assets: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The contract, and why it."""

    id: int
    why: Why


def covers(one: Cover, asked: Asked) -> bool:
    """Whether the contract names the service and the place, or names none. Sites and assets together are one
    list of places: a machine is covered by name or with the site it stands at."""
    if one.services and not asked.services & set(one.services):
        return False
    if not one.sites and not one.assets:
        return True
    return bool(asked.sites & set(one.sites)) or asked.asset in one.assets


def choose(contracts: Sequence[Cover], asked: Asked) -> Chosen | None:
    """The one contract that covers it; of several the newest whose period is running, else the newest."""
    fit = [one for one in contracts if covers(one, asked)]
    if not fit:
        return None
    if len(fit) == 1:
        return Chosen(fit[0].id, Why.ONLY)
    running = [one for one in fit if one.standing.kind in CURRENT]
    newest = max(running or fit, key=lambda one: (one.begun, one.id))
    return Chosen(newest.id, Why.NEWEST if running else Why.LAST)
