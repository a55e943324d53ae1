"""Filters of a list, as they stand in its address: names and codes in, a condition out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Protocol

from django.db.models import Q, QuerySet

from otklik.catalogue.queries import catalogue
from otklik.clients.models import Asset, Site
from otklik.clients.place_queries import assets_named, sites_named
from otklik.core.ids import is_uid, read_uid
from otklik.core.text import storable
from otklik.fields.enums import NAMED, Kind
from otklik.fields.queries import PREFIX, filters_of, wanted_in
from otklik.fields.queries import condition as by_fields
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.custom import TICKET
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.views import PULSE, today
from otklik.tickets.queries.workflow import workflow


class _Coded(Protocol):
    """A row of a small table with a code."""

    pk: int
    code: str


Get = Callable[[str, str], str]
ME, NOBODY = "me", "none"
_KEPT = frozenset({"status", "team", "assignee", "priority", "service", "type", "stage", "turn", "via"})
_SIGNED, _MINUS = frozenset({Kind.NUMBER, Kind.MONEY}), frozenset("-\u2212")


@dataclass(frozen=True)
class Filters:
    """What narrows a view. Every value is a code, a uid or one of `me`, `none`; empty: no filter.

    `site` and `asset` can be words of their names as well: nobody knows the uid of a café by heart.
    """

    status: str = ""
    team: str = ""
    assignee: str = ""
    priority: str = ""
    service: str = ""
    type: str = ""
    stage: str = ""
    turn: str = ""
    contact: str = ""
    company: str = ""
    site: str = ""
    asset: str = ""
    contract: str = ""
    via: str = ""
    quick: str = ""
    custom: tuple[tuple[str, str], ...] = ()
    """Custom fields by key, with what is wanted of each (`fields.seeking`)."""

    @property
    def active(self) -> dict[str, str]:
        """The filled ones by name, in their order; custom ones as `field.<key>`."""
        plain = {name: value for name in PLAIN if (value := getattr(self, name))}
        return plain | {PREFIX + key: value for key, value in self.custom}

    def without(self, name: str) -> Filters:
        """The same without one."""
        left = {plain: value for plain, value in self.active.items() if plain != name}
        return filters_from(left.get, left)


PLAIN = tuple(field.name for field in fields(Filters) if field.name != "custom")
"""Names of the filters that every installation has."""


def filters_from(get: Get, names: Iterable[str]) -> Filters:
    """The filters of an address: `get(name, "")` gives the value of a name, `names` are all it has."""
    return Filters(**{name: get(name, "") for name in PLAIN}, custom=tuple(wanted_in(get, names).items()))


def shape_of(actor: Actor, filters: Filters) -> Hashable:
    """What the words of these filters' query depend on besides the actor's number and the moment, where it
    may be kept prepared; None where something else is asked for them: the time of day, rows by their names.

    A negative number is left out: it could stand in for a stand-in (`core.prepared`).
    """
    fields = {one.key: one for one in filters_of(actor, TICKET.kind)} if filters.custom else {}
    asked = [(fields[key].kind, value) for key, value in filters.custom if key in fields]
    if any(kind in NAMED or (kind in _SIGNED and _MINUS & set(value)) for kind, value in asked):
        return None
    changing = [name for name in PLAIN if name not in _KEPT and getattr(filters, name)]
    return None if changing else (filters, frozenset(fields))


def condition(actor: Actor, filters: Filters, reader: Actor | None = None) -> Q:
    """The filters as a condition; a code that names nothing finds nothing. `reader`: whose eyes decide which
    custom fields there are, where `actor` is a stand-in (`core.prepared`)."""
    found = Q()
    for name in PLAIN:
        value = getattr(filters, name)
        if value:
            found &= _quick(value) if name == "quick" else _one(actor, name, value)
    return found & by_fields(reader or actor, TICKET.kind, dict(filters.custom)) if filters.custom else found


def _quick(value: str) -> Q:
    make = PULSE.get(value)
    return make(today()) if make else Q(pk__in=())


def _one(actor: Actor, name: str, value: str) -> Q:
    if name == "assignee":
        return _assignee(actor, value)
    if name in ("via", "turn"):
        return Q(**{name: storable(value)})
    if name in _PLACES and value != NOBODY and not is_uid(value):
        return Q(**{f"{name}__in": _PLACES[name](value).values("pk")})
    if name in ("contact", "company", "site", "asset", "contract"):
        return Q(**{f"{name}__uid": read_uid(value)}) if value != NOBODY else Q(**{f"{name}__isnull": True})
    if value == NOBODY:
        return Q(**{f"{name}__isnull": True})
    ids = [pk for part in value.split(",") if (pk := _id_of(name, part)) is not None]
    return Q(**{f"{name}_id__in": ids}) if len(ids) != 1 else Q(**{f"{name}_id": ids[0]})


def _assignee(actor: Actor, value: str) -> Q:
    if value == ME:
        return Q(assignee_id=actor.agent_id)
    if value == NOBODY:
        return Q(assignee__isnull=True)
    agent = next((a for a in staff().agents.values() if a.uid == value), None)
    return Q(assignee_id=agent.id) if agent else Q(pk__in=())


def _id_of(name: str, code: str) -> int | None:
    return TABLES[name]().get(code)


def _coded(rows: Iterable[_Coded]) -> dict[str, int]:
    return {row.code: row.pk for row in rows}


_PLACES: Mapping[str, Callable[[str], QuerySet[Site] | QuerySet[Asset]]] = {
    "site": sites_named,
    "asset": assets_named,
}
TABLES: Mapping[str, Callable[[], Mapping[str, int]]] = {
    "status": lambda: _coded(workflow().statuses.values()),
    "team": lambda: _coded(staff().teams.values()),
    "priority": lambda: _coded(catalogue().priorities.values()),
    "service": lambda: _coded(catalogue().services.values()),
    "type": lambda: _coded(catalogue().types.values()),
    "stage": lambda: _coded(routes().stages.values()),
}
"""Rows of the filters that are set by codes, as ids by code."""
