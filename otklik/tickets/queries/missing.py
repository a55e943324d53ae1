"""Filters that name what is not there: kept in a view while it was."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.fields.enums import NAMED
from otklik.fields.queries import PREFIX, filters_of, is_sought
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.custom import TICKET
from otklik.tickets.enums import Turn
from otklik.tickets.queries.filtering import ME, NOBODY, TABLES, Filters
from otklik.tickets.queries.views import PULSE


def missing(actor: Actor, filters: Filters) -> Sequence[str]:
    """The names of filters that can find nothing for this actor: a code, an employee or an option that is
    none, a custom field that is not asked for any more or is not theirs to see. From memory alone; companies
    and what belongs to them are looked for by nobody here."""
    return [name for name, value in filters.active.items() if not _is_there(actor, name, value)]


def _is_there(actor: Actor, name: str, value: str) -> bool:
    if name.startswith(PREFIX):
        return _is_field(actor, name, value)
    if name == "assignee":
        return value in (ME, NOBODY) or any(one.uid == value for one in staff().agents.values())
    if name == "quick":
        return value in PULSE
    if name == "turn":
        return value in {turn.value for turn in Turn}
    if name in TABLES:
        known = TABLES[name]()
        return value == NOBODY or all(code in known for code in value.split(","))
    return True


def _is_field(actor: Actor, name: str, value: str) -> bool:
    one = next((one for one in filters_of(actor, TICKET.kind) if one.form_name == name), None)
    return one is not None and (one.kind in NAMED or is_sought(actor, one, value))
