"""What stands beside custom fields in their section: a second line, whose they are, the options of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.core.configuring.shapes import Field
from otklik.fields.enums import WITH_OPTIONS, Clients, Kind, Must
from otklik.fields.owners import owners
from otklik.fields.queries import OptionInfo, field_by_uid
from otklik.fields.shapes import KINDS
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.fields.models import CustomField

_ONLY_FOR: Mapping[str, str] = {"types": "type", "services": "service", "asset_types": "asset_type"}
_OF_CLIENTS = ("clients", "client_must")
_WITH_CLIENTS = frozenset({"ticket", "company", "contact"})
"""Things that clients see some of."""


@dataclass(frozen=True)
class OptionLine:
    """An option in the list beside its field."""

    uid: str
    pk: int
    title: str
    texts: Mapping[str, str]
    parent: int | None
    depth: int
    is_hidden: bool
    is_first: bool
    is_last: bool


def owner(row: Model) -> str:
    """What the field belongs to."""
    found = owners().get(cast("CustomField", row).owner)
    return str(found.label) if found else ""


def by_owner(rows: Sequence[Model]) -> Sequence[tuple[Model, int]]:
    """Fields of one kind of thing together, in their order."""
    kinds = list(owners())
    fields = cast("Sequence[CustomField]", rows)
    known = [row for row in fields if row.owner in kinds]
    return [(row, 0) for row in sorted(known, key=lambda row: kinds.index(row.owner))]


def field(row: Model) -> str:
    """What it holds, and what is special."""
    own = cast("CustomField", row)
    parts = [
        str(KINDS[Kind(own.kind)]).lower(),
        own.key,
        _("clients fill it in") if own.clients == Clients.FILL else "",
        _("clients see it") if own.clients == Clients.SEE else "",
        _("required at registration") if own.must == Must.REGISTER else "",
        _("required before the work is done") if own.must == Must.DONE else "",
        _("column") if own.in_list else "",
        _("filter") if own.filterable else "",
    ]
    return " · ".join(part for part in parts if part)


def options(_actor: Actor, row: Model) -> dict[str, object]:
    """The options of a field that has some, for their editor."""
    own = cast("CustomField", row)
    info = field_by_uid(str(own.uid))
    has_options = Kind(own.kind) in WITH_OPTIONS
    found = info.options if info else ()
    return {
        "has_options": has_options,
        "is_tree": own.kind == Kind.TREE,
        "options": _lines(found) if has_options else (),
        "is_getting_ready": own.filterable and not own.is_indexed,
    }


def asked(fields: Sequence[Field], values: Mapping[str, object]) -> Sequence[Field]:
    """A form asks only what concerns this kind of thing and of value."""
    known = owners().get(str(values.get("owner") or ""))
    subjects = known.subjects if known else tuple(_ONLY_FOR.values())
    left_out = {name for name, kind in _ONLY_FOR.items() if kind not in subjects}
    if values.get("kind") not in (Kind.MONEY.value, None, ""):
        left_out.add("currency")
    if known and known.kind != "ticket":
        left_out.add("client_must")
    if known and known.kind not in _WITH_CLIENTS:
        left_out |= set(_OF_CLIENTS)
    if values.get("kind") == Kind.LONG.value:
        left_out.add("filterable")
    return [one for one in fields if one.name not in left_out]


WHEN: Mapping[str, str] = {
    "currency": "kind:money",
    "types": "owner:ticket",
    "services": "owner:ticket",
    "asset_types": "owner:asset",
    "clients": "owner:ticket,company,contact",
    "client_must": "owner:ticket clients:fill",
    "filterable": "kind:-long",
}
"""On what a field of the form depends while one chooses (`fields.js`): name:values, all of them; a dash: not
this one. What the server takes is `asked`."""


def _lines(found: Sequence[OptionInfo]) -> list[OptionLine]:
    families: dict[int | None, list[int]] = {}
    for option in found:
        families.setdefault(option.parent_id, []).append(option.id)
    return [
        OptionLine(
            uid=option.uid,
            pk=option.id,
            title=str(option.name),
            texts={code: option.name.texts.get(code, "") for code in ("ru", "en")},
            parent=option.parent_id,
            depth=option.depth,
            is_hidden=option.hidden,
            is_first=families[option.parent_id][0] == option.id,
            is_last=families[option.parent_id][-1] == option.id,
        )
        for option in found
    ]
