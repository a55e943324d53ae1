"""Taking a batch: row by row planned, then written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.clients.commands.bringing.rows import Brought, Manner, Outcome, What
from otklik.clients.commands.external import MAX_EXTERNAL, too_long
from otklik.clients.models import Asset, Company, Contact, Site
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.core.events import Change, EventKind, Subject, record_each
from otklik.people.actor import Actor

Row = TypeVar("Row", Company, Contact, Site, Asset)
Found = TypeVar("Found", bound=Model)
Child = TypeVar("Child", bound=Model)
BATCH = 500


@dataclass(frozen=True)
class Batch:
    """Rows, who brings them and how."""

    actor: Actor
    rows: Sequence[Brought]
    manner: Manner


@dataclass
class Plan(Generic[Row]):
    """What a batch will write: new rows, and changed ones with what changed. `called`: the name of the one
    the line in hand is about, as it stands."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, list[Change]]] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    called: str = ""

    @property
    def rows(self) -> list[Row]:
        """All that is written, new and changed."""
        return self.new + [row for row, _changes in self.changed]

    def claim(self, row: Row | None) -> None:
        """Say that a line is about this row. `Invalid` when an earlier line of the batch was."""
        if row is not None and row.pk in self.touched:
            raise Invalid({"external_id": _("Another line of the file is about the same one.")})
        self.called = row.name if row is not None else ""

    def add(self, row: Row, changes: list[Change]) -> Outcome:
        """Note a row; the outcome that says what becomes of it."""
        if row.pk is None:
            self.new.append(row)
            return Outcome(What.CREATED)
        self.touched.add(row.pk)
        if not changes:
            return Outcome(What.UNCHANGED)
        row.version += 1
        self.changed.append((row, changes))
        return Outcome(What.CHANGED, found=self.called)

    def write(self, fields: Sequence[str]) -> None:
        """Write new rows whole and these fields of changed ones."""
        model = type(self.new[0]) if self.new else type(self.changed[0][0]) if self.changed else None
        if model is None:
            return
        rows = [row for row, _changes in self.changed]
        model._default_manager.bulk_create(self.new, BATCH)
        # An upsert of rows that are there is one short statement; bulk_update makes a CASE for every cell.
        model._default_manager.bulk_create(
            rows, BATCH, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
        )

    def record(
        self, kinds: tuple[EventKind, EventKind], subject: str, actor: Actor, data: Mapping[str, object]
    ) -> None:
        """One event for each row: created or changed."""
        created, changed = kinds
        record_each(created, actor.ref, [(Subject(subject, row.pk), ()) for row in self.new], data)
        told = [(Subject(subject, row.pk), changes) for row, changes in self.changed]
        record_each(changed, actor.ref, told, data)


@dataclass(frozen=True)
class Taking(Generic[Row]):
    """How a batch of a kind is written: what events call it and tell, which fields of changed rows."""

    subject: str
    events: tuple[EventKind, EventKind]
    fields: Sequence[str]

    def take(
        self, batch: Batch, plan: Plan[Row], step: Callable[[Brought], Outcome], *also: Callable[[], None]
    ) -> list[Outcome]:
        """Plan each row by `step`, then write all of them and what hangs on them (`also`); of a trial
        nothing."""
        outcomes = planned(batch.rows, step)
        if not batch.manner.is_trial:
            plan.write(self.fields)
            for write in also:
                write()
            plan.record(self.events, self.subject, batch.actor, {"import": batch.manner.source})
        return outcomes


@contextmanager
def unless_trial(manner: Manner) -> Iterator[None]:
    """What is written inside stays; of a trial nothing does, though each row sees those before it."""
    with transaction.atomic():
        yield
        if manner.is_trial:
            transaction.set_rollback(True)


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


def may_be(row: Brought, called: str | None) -> bool:
    """Whether a row can be about a thing another program calls so: neither of them is called otherwise."""
    return not row.external_id or called in (None, "", row.external_id)


def only(found: Sequence[Found], field_name: str) -> Found | None:
    """The one that fits; None for none, `Invalid` for several."""
    if len(found) > 1:
        raise Invalid({field_name: _("Several fit. Name it by its external id.")})
    return found[0] if found else None
