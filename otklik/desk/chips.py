"""Filters in force, as chips that say what they are and can be taken away; and those that can be added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.place_queries import in_use
from otklik.core.small import SmallTable
from otklik.desk import field_filters
from otklik.desk.field_filters import Offer
from otklik.fields.queries import PREFIX
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.custom import TICKET
from otklik.tickets.enums import Turn
from otklik.tickets.queries import ListQuery, workflow
from otklik.tickets.queries.routes import routes
from otklik.web.turns import turn_words


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: its name, its value in words, the address of the list without it."""

    label: str
    value: str
    remove_url: str


def chips(
    actor: Actor,
    query: ListQuery,
    without: Callable[[str], str],
    called: Mapping[str, str],
    *,
    quick: bool = False,
) -> list[Chip]:
    """The filters in force; quick ones show as pressed numbers instead, unless wanted by `quick`. `without`:
    the address of the list without one; `called`: names by field of what no box offers."""
    active = query.filters.active
    if not active:
        return []
    names = {offer.field: offer for offer in offers(actor)}
    made = []
    for field, value in active.items():
        if (field == "quick" and not quick) or (
            field == "assignee" and value == "me" and query.view == "mine"
        ):
            continue
        offer = names.get(field)
        known = dict(offer.values) if offer else {}
        said = called.get(field) or known.get(value) or _said(actor, field, value)
        made.append(Chip(label_of(offer, field), said, without(field)))
    return made


def label_of(offer: Offer | None, field: str) -> str:
    """What a filter is called; one that no box offers any more, by what it was."""
    if offer is not None:
        return offer.label
    if field in _FALLBACK:
        return _FALLBACK[field]()
    return _("a field that is gone") if field.startswith(PREFIX) else field


def _said(actor: Actor, field: str, value: str) -> str:
    if field == "quick" and value in _QUICK:
        return _QUICK[value]()
    return field_filters.said(actor, TICKET.kind, field, value) or value


def offers(actor: Actor) -> Sequence[Offer]:
    """Every filter of the list with its values, in the order of the menu; custom fields behind all others.
    Found once for an agent and language until the configuration changes."""
    key, kept = (get_language() or "ru", actor.agent_id or 0), _OFFERS.get()
    if key not in kept:
        kept[key] = _offers(actor)
    return kept[key]


def _offers(actor: Actor) -> list[Offer]:
    known, people, flow = catalogue(), staff(), workflow()
    agents = [("me", _("Me")), ("none", _("Nobody")), *((a.uid, a.name) for a in people.active())]
    return [
        Offer("status", _("Status"), [(s.code, str(s.name)) for s in flow.statuses.values() if s.enabled]),
        Offer("team", _("Team"), [(t.code, str(t.name)) for t in people.open_teams()]),
        Offer("assignee", _("Assignee"), agents),
        Offer("priority", _("Priority"), [(p.code, str(p.name)) for p in known.priorities.values()]),
        Offer("service", _("Service"), [(s.code, f"{s.code} {s.name}") for s in known.offered_services()]),
        Offer("type", _("Type"), [(t.code, str(t.name)) for t in known.types.values() if not t.hidden]),
        Offer("turn", _("Whose turn"), turns()),
        *_of_routes(),
        Offer("via", _("Way in"), ways()),
        *_by_words(),
        *field_filters.offered(actor, TICKET.kind),
    ]


def _by_words() -> list[Offer]:
    """Sites and equipment, where anybody has some: too many for a box."""
    has_sites, has_machines = in_use()
    found = []
    if has_sites:
        found.append(Offer("site", _("Site"), hint=_("name or address")))
    if has_machines:
        found.append(Offer("asset", _("Equipment"), hint=_("name or serial number")))
    return found


def turns() -> list[tuple[str, str]]:
    """Who may hold the ball."""
    return [(turn.value, turn_words(turn)) for turn in Turn if turn is not Turn.NOBODY]


def _of_routes() -> list[Offer]:
    """Stages, where there are routes."""
    found = [(one.code, f"{one.route}: {one.name}") for one in routes().stages.values() if not one.hidden]
    return [Offer("stage", _("Stage"), found)] if found else []


def ways() -> list[tuple[str, str]]:
    """The doors a ticket can have come through."""
    return [
        ("mail", _("mail")),
        ("portal", _("portal")),
        ("desk", _("desk")),
        ("phone", _("phone")),
        ("api", _("API")),
        ("form", _("form")),
        ("link", _("personal link")),
    ]


_OFFERS: SmallTable[dict[tuple[str, int], list[Offer]]] = SmallTable(dict)
_FALLBACK = {
    "contact": lambda: _("Contact"),
    "company": lambda: _("Company"),
    "site": lambda: _("Site"),
    "asset": lambda: _("Equipment"),
    "contract": lambda: _("Contract"),
    "quick": lambda: _("Quick filter"),
}
_QUICK = {
    "waiting": lambda: _("clients wait for an answer"),
    "overdue": lambda: _("overdue ones"),
    "today": lambda: _("due today"),
    "unassigned": lambda: _("unassigned"),
    "postponed": lambda: _("postponed ones"),
}
