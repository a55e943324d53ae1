"""Custom fields from memory: a small table, read by every form, card and list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from otklik.core import text
from otklik.core.small import SmallTable
from otklik.core.translated import Translated
from otklik.fields.enums import Clients, Kind, Must
from otklik.fields.models import CustomField, FieldBinding, FieldOption

Bound = Mapping[str, Collection[int]]
"""What an owner is of, by kind: `{"type": [3], "service": [1, 7]}` (a service with the packages it is in)."""
PREFIX = "field."
"""Before a field's key wherever fields stand among other names: forms, events, addresses of lists."""


@dataclass(frozen=True, slots=True)
class OptionInfo:
    """Something to choose; `path` are the ids from the top down to its own."""

    id: int
    uid: str
    code: str
    name: Translated
    parent_id: int | None
    hidden: bool
    path: tuple[int, ...]

    @property
    def depth(self) -> int:
        """How far below the top of its tree."""
        return len(self.path) - 1


@dataclass(frozen=True)
class FieldInfo:
    """A field as forms, cards and lists use it. `bound`: ids by kind that it is asked for; a kind that is not
    there does not matter."""

    id: int
    uid: str
    owner: str
    key: str
    name: Translated
    hint: Translated
    kind: Kind
    currency: str
    role_ids: frozenset[int]
    clients: Clients
    must: Must
    client_must: bool
    in_list: bool
    filterable: bool
    is_indexed: bool
    hidden: bool
    bound: Bound = field(default_factory=dict)
    options: Sequence[OptionInfo] = ()

    @property
    def form_name(self) -> str:
        """Its name among others: `field.period`."""
        return PREFIX + self.key

    @property
    def can_filter(self) -> bool:
        """Lists can be narrowed by it: asked for, and every value stands in the index."""
        return self.filterable and self.is_indexed

    @cached_property
    def by_code(self) -> Mapping[str, OptionInfo]:
        """Its options by code, hidden ones too: old values name them."""
        return {option.code: option for option in self.options}

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """What may be written for an option that is offered: its code, and its names in every language."""
        offered = [option for option in self.options if not option.hidden]
        names = {text.key(name): o.code for o in reversed(offered) for name in o.name.texts.values() if name}
        return {option.code: option.code for option in offered} | names

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Spellings of hidden options too, for filters over what is past."""
        return {**{option.code: option.code for option in self.options}, **self.spellings}

    def below(self, code: str) -> list[str]:
        """Codes of everything that stands below an option."""
        top = self.by_code[code].id
        return [option.code for option in self.options if top in option.path[:-1]]

    def is_asked(self, bound: Bound) -> bool:
        """Whether it belongs to an owner of these."""
        return not self.hidden and all(
            set(ids) & set(bound.get(kind, ())) for kind, ids in self.bound.items()
        )


def fields_of(owner: str) -> Sequence[FieldInfo]:
    """Every field of an owner kind in its order, hidden ones too; from memory. For whoever guards what they
    pass on: `seen_by` is the question to ask for an actor."""
    return FIELDS.get().get(owner, ())


def field_by_uid(uid: str) -> FieldInfo | None:
    """A field by its uid, of any owner."""
    return next((one for rows in FIELDS.get().values() for one in rows if one.uid == uid), None)


def by_key(owner: str) -> Mapping[str, FieldInfo]:
    """The fields of an owner kind by key, hidden ones too; guards nothing, see `fields_of`."""
    return {one.key: one for one in fields_of(owner)}


def _load() -> Mapping[str, Sequence[FieldInfo]]:
    rows = CustomField.objects.order_by("position", "id").prefetch_related("roles")
    options: dict[int, list[FieldOption]] = {}
    for option in FieldOption.objects.order_by("position", "id"):
        options.setdefault(option.field_id, []).append(option)
    bound: dict[int, dict[str, set[int]]] = {}
    for field_id, kind, subject in FieldBinding.objects.values_list("field_id", "kind", "subject_id"):
        bound.setdefault(field_id, {}).setdefault(kind, set()).add(subject)
    found: dict[str, list[FieldInfo]] = {}
    for row in rows:
        info = _info(row, bound.get(row.pk, {}), _as_a_tree(options.get(row.pk, [])))
        found.setdefault(row.owner, []).append(info)
    return found


def _info(row: CustomField, bound: Mapping[str, set[int]], options: Sequence[OptionInfo]) -> FieldInfo:
    return FieldInfo(
        id=row.pk,
        uid=str(row.uid),
        owner=row.owner,
        key=row.key,
        name=row.name,
        hint=row.hint,
        kind=Kind(row.kind),
        currency=row.currency,
        role_ids=frozenset(role.pk for role in row.roles.all()),
        clients=Clients(row.clients),
        must=Must(row.must),
        client_must=row.client_must,
        in_list=row.in_list,
        filterable=row.filterable,
        is_indexed=row.is_indexed,
        hidden=row.hidden,
        bound={kind: frozenset(ids) for kind, ids in bound.items()},
        options=options,
    )


def _as_a_tree(rows: Sequence[FieldOption]) -> list[OptionInfo]:
    """Options under their parents, each level in its order."""
    below: dict[int | None, list[FieldOption]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def walk(parent: int | None, above: tuple[int, ...]) -> list[OptionInfo]:
        found: list[OptionInfo] = []
        for row in below.get(parent, ()):
            path = (*above, row.pk)
            own = OptionInfo(row.pk, str(row.uid), row.code, row.name, row.parent_id, row.hidden, path)
            found += [own, *walk(row.pk, path)]
        return found

    return walk(None, ())


FIELDS: SmallTable[Mapping[str, Sequence[FieldInfo]]] = SmallTable(_load)
