"""Numbers beside views: one query over the open tickets per access scope, kept for some seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import BaseCache, caches
from django.db.models import Count, Min, Q

from otklik.core import clock
from otklik.people.actor import Actor
from otklik.tickets.access import VIEW_ALL, visible_to
from otklik.tickets.enums import Rank
from otklik.tickets.queries.filtering import Filters, condition
from otklik.tickets.queries.views import JUDGED, PULSE, VIEWS, View

KEPT_SECONDS = 5
MOST = 1000
"""So far done tickets are counted; pages say `1000+` from there on."""


@dataclass(frozen=True)
class Counts:
    """How many open tickets stand in each view, group and quick filter; since when the longest waits."""

    views: Mapping[str, int]
    teams: Mapping[int, int]
    ranks: Mapping[int, int]
    quick: Mapping[str, int]
    total: int
    longest_wait: timedelta | None


def view_counts(actor: Actor) -> Mapping[str, int]:
    """Tickets per delivered view and open ones per team (`team:<id>`), at most five seconds old.

    One query over open tickets, one over those a lead is to look at, one over the first of those that wait
    for their client's word.
    """
    key = _key("views", actor)
    kept = _kept().get(key)
    if kept is not None:
        return dict(kept)
    counted = {
        view.code: Count("pk", filter=view.condition(actor))
        for view in VIEWS.values()
        if view.counted and view.over_open
    }
    judged = {code: Count("pk", filter=VIEWS[code].condition(actor)) for code in JUDGED}
    teams = {f"team:{pk}": Count("pk", filter=Q(team_id=pk)) for pk in sorted(actor.team_ids)}
    numbers = visible_to(actor).filter(is_open=True).aggregate(**_safe({**counted, **teams}))
    result = {name.replace("__", ":"): number for name, number in numbers.items()}
    result |= visible_to(actor).filter(review_since__isnull=False).aggregate(**judged)
    unconfirmed = visible_to(actor).filter(VIEWS["unconfirmed"].condition(actor))
    result["unconfirmed"] = unconfirmed.order_by()[:MOST].count()
    _kept().set(key, result, KEPT_SECONDS)
    return result


def list_counts(actor: Actor, view: View, filters: Filters) -> Counts:
    """The numbers of one list: its groups and quick filters, one query, at most five seconds old."""
    base = filters.without("quick")
    key = _key("list", actor, view.code, *sorted(f"{k}={v}" for k, v in base.active.items()))
    kept = _kept().get(key)
    if kept is None:
        kept = _counted(actor, view, base)
        _kept().set(key, kept, KEPT_SECONDS)
    since: datetime | None = kept["since"]
    return Counts(
        views={},
        teams={},
        ranks={rank: kept[f"rank_{rank.value}"] for rank in (Rank.CLIENT_WAITS, Rank.WE_WORK, Rank.WE_WAIT)},
        quick={name: kept[f"quick_{name}"] for name in PULSE},
        total=kept["total"],
        longest_wait=clock.now() - since if since else None,
    )


def open_of_companies(actor: Actor, companies: Sequence[int]) -> Mapping[int, int]:
    """Open tickets of these companies that the actor may see, by company; none has no entry. One query."""
    rows = visible_to(actor).filter(is_open=True, company_id__in=companies)
    return dict(rows.values_list("company_id").annotate(number=Count("pk")).order_by())


def _counted(actor: Actor, view: View, filters: Filters) -> dict[str, object]:
    tickets = visible_to(actor).filter(view.condition(actor) & condition(actor, filters), is_open=True)
    ranks = {f"rank_{r.value}": Count("pk", filter=Q(rank=r)) for r in Rank if r is not Rank.DONE}
    quick = {f"quick_{name}": Count("pk", filter=make(actor)) for name, make in PULSE.items()}
    since = Min("turn_since", filter=Q(rank=Rank.CLIENT_WAITS))
    return tickets.aggregate(total=Count("pk"), since=since, **ranks, **quick)


def _kept() -> BaseCache:
    """This process's memory: a figure that may be seconds old is not worth a write to the database."""
    return caches["local"]


def _key(*parts: object) -> str:
    named = [f"{p.key}:{p.has(VIEW_ALL)}" if isinstance(p, Actor) else str(p) for p in parts]
    return "counts:" + hashlib.sha256("|".join(named).encode()).hexdigest()


def _safe(counts: dict[str, Count]) -> dict[str, Count]:
    return {name.replace(":", "__"): count for name, count in counts.items()}
