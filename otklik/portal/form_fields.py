"""What the form of a service asks for: which fields, what they offer, which are required (REG-2, REG-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.catalogue.queries import Catalogue, catalogue
from otklik.core.errors import Invalid
from otklik.portal.settings import ASK_CATEGORIES, ASK_PRIORITY, ASK_TYPE

if TYPE_CHECKING:
    from otklik.catalogue.models import Category, Priority, Service, TicketType

Option = tuple[str, str, str]


@dataclass(frozen=True)
class FormFields:
    """The fields of one service's form: (code, name, when to choose it) of what can be chosen, the most
    urgent priority first. Empty: not asked. `required` names fields that must be filled; `preset_type` and
    `preset_priority` are chosen until somebody chooses."""

    types: Sequence[Option]
    priorities: Sequence[Option]
    categories: Sequence[Option]
    required: frozenset[str]
    preset_type: str = ""
    preset_priority: str = ""

    def missing(self, given: Mapping[str, str], *, files: int) -> dict[str, str]:
        """What is required and not there: field → sentence."""
        words = {
            "type": _("Choose what is needed."),
            "priority": _("Choose how urgent it is."),
            "categories": _("Choose what it is about."),
            "phone": _("Give a phone number: this service needs one."),
            "files": _("Attach a file: this service needs one."),
        }
        there = {**{name: bool(value) for name, value in given.items()}, "files": files > 0}
        return {name: words[name] for name in words if name in self.required and not there.get(name)}


@dataclass(frozen=True)
class Chosen:
    """What was chosen in a form, as commands take it."""

    type: TicketType | None
    priority: Priority | None
    categories: Sequence[Category]


def fields_of(service: Service | None) -> FormFields:
    """What is asked for a service (None: for a request of no service)."""
    known = catalogue()
    requires = frozenset(service.requires) if service else frozenset()
    asks = requires | frozenset(service.asks if service else ())
    return FormFields(
        types=_options(_types(known, service)) if "type" in asks or ASK_TYPE.get() else (),
        priorities=_options(_priorities(known)) if "priority" in asks or ASK_PRIORITY.get() else (),
        categories=_options(_categories(service)) if "categories" in asks or ASK_CATEGORIES.get() else (),
        required=requires,
        preset_type=_code(known.types, service.default_type_id if service else None),
        preset_priority=_code(known.priorities, service.default_priority_id if service else None)
        or known.default_priority.code,
    )


def chosen(service: Service | None, given: Mapping[str, str], categories: Sequence[str]) -> Chosen:
    """What a form sent, held against what it offered; `Invalid` for a choice that was not."""
    known, fields = catalogue(), fields_of(service)
    problems = {}
    for name, options in (("type", fields.types), ("priority", fields.priorities)):
        if given.get(name) and given[name] not in _codes(options):
            problems[name] = _("There is no such choice any more. Choose from the list.")
    if set(categories) - _codes(fields.categories):
        problems["categories"] = _("There is no such choice any more. Choose from the list.")
    if problems:
        raise Invalid(problems)
    return Chosen(
        next((row for row in known.types.values() if row.code == given.get("type")), None),
        next((row for row in known.priorities.values() if row.code == given.get("priority")), None),
        [row for row in known.categories.values() if row.code in categories],
    )


def _types(known: Catalogue, service: Service | None) -> list[TicketType]:
    """The service's own types, else all that clients may see."""
    own = list(service.types.all()) if service is not None else []
    rows = own or known.types.values()
    return [row for row in rows if not row.internal and not row.hidden]


def _priorities(known: Catalogue) -> list[Priority]:
    return [row for row in known.priorities.values() if not row.hidden]


def _categories(service: Service | None) -> list[Category]:
    """Only what the service proposes: a client is not shown the whole list."""
    own = [] if service is None else service.categories.all()
    return [row for row in own if not row.hidden]


def _code(rows: Mapping[int, TicketType] | Mapping[int, Priority], pk: int | None) -> str:
    row = rows.get(pk or 0)
    return row.code if row else ""


def _options(rows: Iterable[TicketType | Priority | Category]) -> list[Option]:
    return [(row.code, str(row.name), str(getattr(row, "guidance", ""))) for row in rows]


def _codes(options: Iterable[Option]) -> set[str]:
    return {code for code, _name, _note in options}
