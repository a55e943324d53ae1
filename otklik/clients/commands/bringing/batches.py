"""Taking a batch: row by row planned, then written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.clients.commands.bringing.rows import Brought, Outcome, What
from otklik.clients.commands.external import MAX_EXTERNAL, too_long
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.core.events import Change, EventKind, Subject, record_each
from otklik.people.actor import Actor

Row = TypeVar("Row", bound=Model)
Child = TypeVar("Child", bound=Model)
BATCH = 500


@dataclass
class Plan(Generic[Row]):
    """What a batch will write: new rows, and changed ones with what changed."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, list[Change]]] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)

    def claim(self, row: Row | None) -> None:
        """Say that a line is about this row. `Invalid` when an earlier line of the batch was."""
        if row is not None and row.pk in self.touched:
            raise Invalid({"external_id": _("Another line of the file is about the same one.")})

    def add(self, row: Row, changes: list[Change]) -> Outcome:
        """Note a row; the outcome that says what becomes of it."""
        if row.pk is None:
            self.new.append(row)
            return Outcome(What.CREATED)
        self.touched.add(row.pk)
        if not changes:
            return Outcome(What.UNCHANGED)
        self.changed.append((row, changes))
        return Outcome(What.CHANGED)

    def write(self, fields: Sequence[str]) -> list[Row]:
        """Write new rows whole and these fields of changed ones; all rows written."""
        model = type(self.new[0]) if self.new else type(self.changed[0][0]) if self.changed else None
        if model is None:
            return []
        rows = [row for row, _changes in self.changed]
        model._default_manager.bulk_create(self.new, BATCH)
        # An upsert of rows that are there is one short statement; bulk_update makes a CASE for every cell.
        model._default_manager.bulk_create(
            rows, BATCH, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
        )
        return [*self.new, *rows]

    def record(
        self, kinds: tuple[EventKind, EventKind], subject: str, actor: Actor, data: Mapping[str, object]
    ) -> None:
        """One event for each row: created or changed."""
        created, changed = kinds
        record_each(created, actor.ref, [(Subject(subject, row.pk), ()) for row in self.new], data)
        told = [(Subject(subject, row.pk), changes) for row, changes in self.changed]
        record_each(changed, actor.ref, told, data)


def planned(rows: Sequence[Brought], plan: Callable[[Brought], Outcome]) -> list[Outcome]:
    """The outcome of each row; what a row is refused with makes it a bad one."""
    outcomes = []
    for row in rows:
        try:
            if len(row.external_id) > MAX_EXTERNAL:
                raise Invalid({"external_id": too_long()})
            outcomes.append(plan(row))
        except Invalid as error:
            outcomes.append(Outcome(What.BAD, error.fields))
    return outcomes


def put(row: Model, values: Mapping[str, object], *, told: bool = False) -> list[Change]:
    """Set the fields that differ; the changes, with from and to where `told`."""
    changes = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            field_name = name.removesuffix("_id") if name != "external_id" else name
            changes.append(Change(field_name, before if told else None, value if told else None))
    return changes


def replace_children(model: type[Child], owner: str, owners: Iterable[Model], rows: Sequence[Child]) -> None:
    """Make these the owners' rows of a table that hangs on them."""
    model._default_manager.filter(**{f"{owner}__in": list(owners)}).delete()
    model._default_manager.bulk_create(rows, BATCH)


def keys_of(rows: Iterable[str]) -> set[str]:
    """Lookup keys of names, without empty ones."""
    return {text.key(name) for name in rows if name.strip()}


def only(found: Sequence[Row], field_name: str) -> Row | None:
    """The one that fits; None for none, `Invalid` for several."""
    if len(found) > 1:
        raise Invalid({field_name: _("Several fit. Name it by its external id.")})
    return found[0] if found else None
