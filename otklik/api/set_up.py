"""From bodies that set things up to the commands behind the settings pages, and back to what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from pydantic import BaseModel

from otklik.catalogue.queries import catalogue
from otklik.clients.place_queries import directories
from otklik.core.configuring.shapes import Shape
from otklik.core.errors import Invalid, NotFound
from otklik.organisation.calendars import calendars
from otklik.organisation.queries import brands
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, get_set_up, hide_set_up, set_up
from otklik.people.commands.configure import require_setting_up
from otklik.people.queries import staff
from otklik.tickets.queries.workflow import workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = TypeVar("Row", bound=Model)
NOT_VALUES = frozenset({"hidden", "is_active", "heir_agent", "heir_team"})
"""What a body says that is no value of the row."""
CALLED = {"names": "name", "client_names": "client_name"}
"""Fields the API calls otherwise: `name` is a text in one language there."""


class _Coded(Protocol):
    pk: int
    code: str


@transaction.atomic
def make(actor: Actor, shape: Shape[Row], body: BaseModel) -> Row:
    """A new row of what the body says. `Invalid` names its fields."""
    require_setting_up(actor, shape)
    with our_names():
        return set_up(actor, shape, _values(body))


@transaction.atomic
def change(actor: Actor, shape: Shape[Row], uid: UUID | None, body: BaseModel) -> Row:
    """Change a row to what the body says, and hide or show it. `NotFound` for whoever may not know of it."""
    require_setting_up(actor, shape)
    if uid is None:
        raise NotFound
    row = get_set_up(actor, shape, str(uid))
    with our_names():
        changed = change_set_up(actor, shape, row, _values(body))
        hidden = getattr(body, "hidden", None)
        return changed if hidden is None else hide_set_up(actor, shape, changed, hidden=hidden)


def uid_by_code(rows: Iterable[object], code: str) -> UUID | None:
    """The uid of the row with this code; None when there is none."""
    return next((getattr(row, "uid", None) for row in rows if getattr(row, "code", "") == code), None)


@contextmanager
def our_names() -> Iterator[None]:
    """Refusals name the fields as the API calls them."""
    back = {inside: outside for outside, inside in CALLED.items()}
    try:
        yield
    except Invalid as error:
        raise Invalid({back.get(name, name): words for name, words in error.fields.items()}) from error


def _values(body: BaseModel) -> dict[str, object]:
    """The fields that were sent, with references turned into ids."""
    return plain_values({name: getattr(body, name) for name in body.model_fields_set - NOT_VALUES})


def plain_values(given: Mapping[str, object]) -> dict[str, object]:
    """Values under the names their shape has, references turned into ids. `Invalid` names what is unknown."""
    return {CALLED.get(name, name): _plain(name, value) for name, value in given.items()}


def _plain(name: str, value: object) -> object:
    if value is None or name not in _REFERENCES:
        # A text left empty and a text that is not there are the same to a row.
        return "" if value is None and name in _TEXTS else value
    known = _REFERENCES[name]()
    if isinstance(value, list):
        return [_id(name, known, one) for one in value]
    return _id(name, known, value)


def _id(name: str, known: Mapping[str, int], value: object) -> int:
    found = known.get(str(value))
    if found is None:
        raise Invalid({name: _("Nothing is called “%(code)s”.") % {"code": value}})
    return found


def _by_code(rows: Iterable[_Coded]) -> dict[str, int]:
    return {row.code: row.pk for row in rows}


def _agents() -> dict[str, int]:
    return {agent.uid: agent.id for agent in staff().agents.values()}


_TEXTS = frozenset({"name", "email", "position", "phone", "extension"})
_REFERENCES: Mapping[str, Callable[[], Mapping[str, int]]] = {
    "parent": lambda: _by_code(catalogue().services.values()),
    "brands": lambda: _by_code(brands()),
    "calendar": lambda: {row.code: row.id for row in calendars()},
    "default_type": lambda: _by_code(catalogue().types.values()),
    "default_priority": lambda: _by_code(catalogue().priorities.values()),
    "types": lambda: _by_code(catalogue().types.values()),
    "services": lambda: _by_code(catalogue().services.values()),
    "categories": lambda: _by_code(catalogue().categories.values()),
    "team": lambda: _by_code(staff().teams.values()),
    "teams": lambda: _by_code(staff().teams.values()),
    "roles": lambda: _by_code(staff().roles.values()),
    "leads_to": lambda: _by_code(workflow().statuses.values()),
    "manufacturer": lambda: _by_code(directories().manufacturers.values()),
    "asset_type": lambda: _by_code(directories().types.values()),
    "lead": _agents,
    "members": _agents,
    "agent": _agents,
    "observer_agents": _agents,
    "observer_teams": lambda: _by_code(staff().teams.values()),
}
