"""Numbers beside views: one query over the open tickets per access scope, kept for some seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from django.core.cache import BaseCache, caches
from django.db.models import Aggregate, Count, Min, Q, QuerySet, Value

from otklik.core import clock
from otklik.core.prepared import Prepared, Rows, numbers_of
from otklik.core.small import version
from otklik.people.actor import Actor
from otklik.tickets.access import VIEW_ALL, may_review, visible_to
from otklik.tickets.enums import Rank
from otklik.tickets.models import Ticket
from otklik.tickets.queries.filtering import Filters, condition, shape_of
from otklik.tickets.queries.saved_views import Saved, views_at_side
from otklik.tickets.queries.views import DEFAULT, JUDGED, PULSE, VIEWS, Today, View, today

KEPT_SECONDS = 5
"""So old a number may be that stands on every page."""
MOST = 1000
"""So far is counted what nobody bounds: done tickets, an inbox; pages say `1000+` from there on."""


_RANKS = (Rank.CLIENT_WAITS, Rank.WE_WORK, Rank.WE_WAIT)
Figure = int | datetime | None
Figures = Mapping[str, Aggregate]
_COUNTED: Prepared[tuple[Figure, ...]] = Prepared(lambda *row: row)


@dataclass(frozen=True)
class Counts:
    """How many open tickets stand in a list's groups and quick filters; since when the longest waits."""

    ranks: Mapping[int, int]
    quick: Mapping[str, int]
    total: int
    longest_wait: timedelta | None


def view_counts(actor: Actor) -> Mapping[str, int]:
    """Tickets per delivered view, open ones per team (`team:<id>`) and those of the saved views at the side
    (`Saved.key`), at most `KEPT_SECONDS` old.

    One query over open tickets, which also has what saved views narrow them by; one over the first of those
    that wait for their client's word; for who may look at them, one over low ratings and complaints; and one
    for all saved views that ask for more, each counted up to `MOST`.
    """
    key = _key("views", actor)
    kept: dict[str, int] | None = _kept().get(key)
    if kept is None:
        found = _figures_of(actor, VIEWS[DEFAULT], Filters())
        kept = {name: number for name, number in found.items() if isinstance(number, int)}
        kept |= {"unconfirmed": _unconfirmed(actor), **(_judged(actor) if may_review(actor) else {})}
        kept |= _apart(actor, [view for view in views_at_side(actor) if _shape(actor, view) is None])
        _kept().set(key, kept, KEPT_SECONDS)
    return kept


def list_counts(actor: Actor, view: View, filters: Filters) -> Counts:
    """The numbers of one list: its groups and quick filters, one query, at most `KEPT_SECONDS` old."""
    figures = _figures_of(actor, view, filters.without("quick"))
    numbers = {name: number for name, number in figures.items() if isinstance(number, int)}
    since = figures["since"]
    return Counts(
        ranks={rank: numbers[f"rank_{rank.value}"] for rank in _RANKS},
        quick={name: numbers[f"quick_{name}"] for name in PULSE},
        total=numbers["total"],
        longest_wait=clock.now() - since if isinstance(since, datetime) else None,
    )


def open_of_companies(actor: Actor, companies: Sequence[int]) -> Mapping[int, int]:
    """Open tickets of these companies that the actor may see, by company; none has no entry. One query."""
    return _open_by(actor, "company_id", companies)


def open_of_sites(actor: Actor, sites: Sequence[int]) -> Mapping[int, int]:
    """The same by site."""
    return _open_by(actor, "site_id", sites)


def open_of_assets(actor: Actor, assets: Sequence[int]) -> Mapping[int, int]:
    """The same by machine."""
    return _open_by(actor, "asset_id", assets)


def _open_by(actor: Actor, column: str, pks: Sequence[int]) -> Mapping[int, int]:
    if not pks:
        return {}
    rows = visible_to(actor).filter(**{"is_open": True, f"{column}__in": pks})
    return dict(rows.values_list(column).annotate(number=Count("pk")).order_by())


def _figures_of(actor: Actor, view: View, filters: Filters) -> Mapping[str, Figure]:
    """All numbers of the open tickets of a list; of the whole also those of views and teams."""
    key = _key("list", actor, view.code, *sorted(f"{k}={v}" for k, v in filters.active.items()))
    kept: dict[str, Figure] | None = _kept().get(key)
    if kept is None:
        kept = _counted(actor, view, filters)
        _kept().set(key, kept, KEPT_SECONDS)
    return kept


def _counted(actor: Actor, view: View, filters: Filters) -> dict[str, Figure]:
    now = today()
    beside = _beside(actor) if view.code == DEFAULT and not filters.active else {}
    names = [*_figures(actor, view, filters, now, actor, {}), *(saved.key for saved in beside)]

    def build(agent_id: int, moment: datetime, end: datetime) -> Rows:
        like = replace(actor, agent_id=agent_id)
        with clock.freeze(moment):
            where = view.condition(like) & condition(like, filters, actor) & Q(is_open=True)
            figures = _figures(like, view, filters, Today(moment, end), actor, beside)
            return _in_one_row(visible_to(like).filter(where), figures)

    filtered = shape_of(actor, filters)
    if filtered is None:
        return _named(names, build(actor.agent_id or 0, now.now, now.end))
    shape = (actor.team_ids, actor.has(VIEW_ALL), view.code, filtered, version(), *beside.values())
    found = _COUNTED.rows(build, actor.agent_id or 0, now.now, now.end, shape=shape)
    return _named(names, found)


def _named(names: Sequence[str], rows: Iterable[tuple[object, ...]]) -> dict[str, Figure]:
    """The one row's figures by name; nothing everywhere where a filter can find nothing."""
    nothing: tuple[object, ...] = tuple(None if name == "since" else 0 for name in names)
    return cast("dict[str, Figure]", dict(zip(names, next(iter(rows), nothing), strict=True)))


def _figures(
    actor: Actor,
    view: View,
    filters: Filters,
    now: Today,
    reader: Actor,
    beside: Mapping[Saved, Hashable],
) -> Figures:
    counts: dict[str, Q] = {f"rank_{rank.value}": Q(rank=rank) for rank in _RANKS}
    counts |= {f"quick_{name}": make(now) for name, make in PULSE.items()}
    if view.code == DEFAULT and not filters.active:
        counts |= {each.code: each.condition(actor) for each in VIEWS.values() if each.over_open}
        counts |= {f"team:{pk}": Q(team_id=pk) for pk in sorted(actor.team_ids)}
        counts |= {saved.key: _narrowed(actor, saved, now, reader) for saved in beside}
    since = Min("turn_since", filter=Q(rank=Rank.CLIENT_WAITS))
    return {"total": Count("pk"), "since": since} | {
        name: Count("pk", filter=where) if where else Count("pk") for name, where in counts.items()
    }


def _narrowed(actor: Actor, saved: Saved, now: Today, reader: Actor) -> Q:
    where = saved.the_base.condition(actor) & condition(actor, saved.lasting, reader)
    quick = saved.filters.quick
    return where & PULSE[quick](now) if quick in PULSE else where & Q(pk__in=()) if quick else where


def _beside(actor: Actor) -> Mapping[Saved, Hashable]:
    """Saved views that are counted while open tickets are, with what makes another query of each."""
    found = {saved: _shape(actor, saved) for saved in views_at_side(actor)}
    return {saved: shape for saved, shape in found.items() if shape is not None}


def _shape(actor: Actor, saved: Saved) -> Hashable:
    """None for what open tickets alone, or a query that is kept prepared, cannot answer."""
    if not saved.the_base.over_open:
        return None
    filtered = shape_of(actor, saved.lasting)
    return None if filtered is None else (saved.base, saved.filters.quick, filtered)


def _apart(actor: Actor, views: Sequence[Saved]) -> dict[str, int]:
    """The others, each by itself: not those of all tickets ever, which nothing bounds."""
    counted, now = [saved for saved in views if saved.the_base.counted], today()
    asked = []
    for saved in counted:
        where = _narrowed(actor, saved, now, actor)
        where &= Q(is_open=True) if saved.the_base.over_open else Q()
        asked.append(visible_to(actor).filter(where).order_by().values_list("pk")[:MOST])
    return {saved.key: number for saved, number in zip(counted, numbers_of(asked), strict=True)}


def _judged(actor: Actor) -> dict[str, int]:
    def build(agent_id: int) -> Rows:
        like = replace(actor, agent_id=agent_id)
        figures: Figures = {code: Count("pk", filter=VIEWS[code].condition(like)) for code in JUDGED}
        return _in_one_row(visible_to(like).filter(review_since__isnull=False), figures)

    shape = ("judged", actor.team_ids, actor.has(VIEW_ALL), version())
    found = _COUNTED.rows(build, actor.agent_id or 0, shape=shape)
    return cast("dict[str, int]", _named(JUDGED, found))


def _unconfirmed(actor: Actor) -> int:
    def build(agent_id: int) -> Rows:
        tickets = visible_to(replace(actor, agent_id=agent_id)).filter(VIEWS["unconfirmed"].condition(actor))
        return tickets.order_by().values_list("pk")[:MOST]

    return _COUNTED.number(build, actor.agent_id or 0, shape=("open", actor.team_ids, actor.has(VIEW_ALL)))


def _in_one_row(tickets: QuerySet[Ticket], figures: Figures) -> Rows:
    """The same as `aggregate`, as a query that can be kept: grouped by what is the same for all."""
    whole = tickets.order_by().annotate(whole=Value(0)).values("whole")
    places = {f"n{place}": figure for place, figure in enumerate(figures.values())}
    return whole.annotate(**places).values_list(*places)


def _kept() -> BaseCache:
    """This process's memory: a figure that may be seconds old is not worth a write to the database."""
    return caches["local"]


def _key(*parts: object) -> str:
    """Of one version of the configuration: a view that was just saved has its number at once."""
    named = [f"{p.key}:{p.has(VIEW_ALL)}" if isinstance(p, Actor) else str(p) for p in parts]
    return "counts:" + hashlib.sha256("|".join([str(version()), *named]).encode()).hexdigest()


def tickets_of_client(kind: str, client_id: int) -> int:
    """How many tickets a company or a contact has, open and closed, seen or not: what a merge would move."""
    return Ticket.objects.filter(**{f"{kind}_id": client_id}).count()
