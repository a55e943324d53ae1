"""Saved views of the list, from memory: those open to an actor, in the order at their side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from otklik.core.errors import NotFound
from otklik.core.ids import read_uid
from otklik.core.small import SmallTable
from otklik.core.translated import Translated
from otklik.fields.queries import FROM, PREFIX, TO
from otklik.people.actor import Actor
from otklik.tickets import sharing
from otklik.tickets.enums import SharedWith
from otklik.tickets.models import SavedView, ViewShelf
from otklik.tickets.queries.filtering import Filters, Get, filters_from
from otklik.tickets.queries.views import DEFAULT, VIEWS, View

AT_SIDE = 20
"""So many saved views stand at the side with their numbers; the page of views has all of them."""


@dataclass(frozen=True, eq=False)
class Saved:
    """A saved view as pages use it; `is_shown`: at the side of whoever reads it. Of each there is one in
    memory, which stands for itself."""

    id: int
    uid: str
    owner_id: int
    name: Translated
    base: str
    filters: Filters
    sort: str
    columns: tuple[str, ...]
    shared_with: str
    version: int
    teams: frozenset[int] = field(default_factory=frozenset)
    is_shown: bool = True

    @property
    def key(self) -> str:
        """Its name among counters and sections: `view:<uid>`."""
        return f"view:{self.uid}"

    @cached_property
    def lasting(self) -> Filters:
        """Its filters that do not go by the time of day."""
        return self.filters.without("quick") if self.filters.quick else self.filters

    @property
    def the_base(self) -> View:
        """The delivered view it narrows."""
        return VIEWS.get(self.base, VIEWS[DEFAULT])


def saved_views(actor: Actor) -> Sequence[Saved]:
    """Those meant for this employee, in their order; for administrators behind them all other shared ones,
    out of sight. Two queries after a change of the configuration, then none."""
    if not actor.is_agent:
        return ()
    kept, pk = _OF_AGENTS.get(), actor.agent_id or 0
    if pk not in kept:
        kept[pk] = _in_order(actor)
    return kept[pk]


def views_at_side(actor: Actor) -> Sequence[Saved]:
    """Those that stand at the side, at most `AT_SIDE`."""
    return [view for view in saved_views(actor) if view.is_shown][:AT_SIDE]


def find_saved(actor: Actor, uid: str) -> Saved:
    """The view by its uid, or `NotFound` for whoever may not know of it."""
    wanted = str(read_uid(uid))
    found = next((view for view in saved_views(actor) if view.uid == wanted), None)
    if found is None:
        raise NotFound
    return found


def get_view_for(actor: Actor, uid: str) -> SavedView:
    """The row of it, for commands; the same refusal."""
    row = SavedView.objects.filter(pk=find_saved(actor, uid).id).first()
    if row is None:
        raise NotFound
    return row


def narrowed(saved: Filters, get: Get, names: Iterable[str]) -> Filters:
    """A view's filters with those of an address instead of the same ones; a name it has with nothing in it is
    taken out."""
    names = list(names)
    given = filters_from(get, names).active
    said = {_whole(name) for name in names}
    merged = {name: value for name, value in saved.active.items() if name not in said} | given
    return filters_from(lambda name, nothing: merged.get(name, nothing), merged)


def saved_of(row: SavedView, teams: Iterable[int] = ()) -> Saved:
    """A row as pages use it."""
    filters: Mapping[str, str] = row.filters
    return Saved(
        id=row.pk,
        uid=str(row.uid),
        owner_id=row.owner_id,
        name=row.name,
        base=row.base,
        filters=filters_from(lambda name, nothing: filters.get(name, nothing), filters),
        sort=row.sort,
        columns=tuple(row.columns),
        shared_with=row.shared_with,
        version=row.version,
        teams=frozenset(teams),
    )


def _whole(name: str) -> str:
    return name.removesuffix(FROM).removesuffix(TO) if name.startswith(PREFIX) else name


def _in_order(actor: Actor) -> Sequence[Saved]:
    own = SavedView.objects.filter(owner_id=actor.agent_id, shared_with=SharedWith.NOBODY).order_by("id")
    shelf = ViewShelf.objects.filter(agent_id=actor.agent_id or 0).first() or ViewShelf()
    shared = [view for view in _SHARED.get() if sharing.may_use(actor, view, view.teams)]
    places = {pk: place for place, pk in enumerate(shelf.order)}
    hidden, last = set(shelf.hidden), len(places)
    every = [*(saved_of(row) for row in own), *shared]
    meant = {view.id for view in every if sharing.is_for(actor, view, view.teams)}
    found = sorted(every, key=lambda view: (view.id not in meant, places.get(view.id, last)))
    return [
        replace(view, is_shown=view.id not in hidden and (view.id in meant or view.id in places))
        for view in found
    ]


def _load() -> Sequence[Saved]:
    rows = SavedView.objects.exclude(shared_with=SharedWith.NOBODY).order_by("id").prefetch_related("teams")
    return [saved_of(row, (team.pk for team in row.teams.all())) for row in rows]


_SHARED: SmallTable[Sequence[Saved]] = SmallTable(_load)
_OF_AGENTS: SmallTable[dict[int, Sequence[Saved]]] = SmallTable(dict)
