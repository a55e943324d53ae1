"""What a configured row is made of: its fields, its rules, the event that tells its changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from otklik.core.actors import ActorRef
from otklik.core.configuring.kinds import Kind, Label, Wrong
from otklik.core.events import EventKind

Row = TypeVar("Row", bound=Model)
Values = Mapping[str, object]
SKIPPED: Label = _("can be skipped")


@dataclass(frozen=True)
class Field:
    """One value of a row.

    `attr` is the column where it is not called `name`; `many` marks a link to several rows (ids). `read`
    and `write` stand in for columns of another kind; `write` runs after the row is saved. `is_unique`: no
    two rows have the same. `is_fixed`: given when the row is made, never changed. `is_sole`: one row of all
    has it, and giving it to another takes it away (a default). `is_personal`: the event says that it
    changed, not how. `if_empty` stands beside the label of one that is not required.
    `propose` makes what a new row has where nothing is given.
    """

    name: str
    label: Label
    kind: Kind
    hint: Label = ""
    required: bool = False
    default: object = None
    attr: str = ""
    many: bool = False
    read: Callable[[Model], object] | None = None
    write: Callable[[Model, object], None] | None = None
    is_unique: bool = False
    is_fixed: bool = False
    is_sole: bool = False
    is_personal: bool = False
    group: Label = ""
    if_empty: Label = SKIPPED
    propose: Callable[[], object] | None = None

    def clean(self, value: object) -> object:
        """The value as stored; `Wrong` when it cannot be taken or is missing."""
        found = self.kind.clean(value)
        if self.required and found in (None, "", [], {}):
            raise Wrong(self.kind.missing)
        return found

    def proposed(self) -> object:
        """What stands in it for a new row before anybody says otherwise."""
        return self.propose() if self.propose else self.default

    @property
    def column(self) -> str:
        """The model's attribute that holds it."""
        return self.attr or self.name


@dataclass(frozen=True)
class Shape(Generic[Row]):
    """A kind of configured row.

    `kind` names it in events and in the registry. `check(row or None, values)` holds rules over the whole
    row and raises `Invalid` or `NotPossible`; `derive(row, values)` fills columns that follow from others
    before it is saved, `settle(row, values)` what needs its id; `may_hide(row)` refuses to hide it.
    `new(by, values)` makes the empty row. `hidden` is the column and the value that hide it. `siblings` names
    the column rows are ordered within. `right` is needed to change it.
    """

    kind: str
    model: type[Row]
    one: Label
    many: Label
    fields: Sequence[Field]
    event: EventKind
    title: Callable[[Row], str]
    check: Callable[[Row | None, Values], None] | None = None
    derive: Callable[[Row, Values], None] | None = None
    settle: Callable[[Row, Values], None] | None = None
    may_hide: Callable[[Row], None] | None = None
    new: Callable[[ActorRef, Values], Row] | None = None
    hidden: tuple[str, object] | None = ("hidden", True)
    order: Sequence[str] = ("position", "id")
    siblings: str = ""
    right: str = "administer"

    @property
    def is_ordered(self) -> bool:
        """Whether an administrator arranges the rows."""
        return self.order[0] == "position"

    def named(self, name: str) -> Field | None:
        """The field of this name."""
        return next((one for one in self.fields if one.name == name), None)

    def is_hidden(self, row: Row) -> bool:
        """Whether the row is history only."""
        return self.hidden is not None and getattr(row, self.hidden[0]) == self.hidden[1]


_declared: dict[str, Shape[Model]] = {}


def declare(shape: Shape[Row]) -> Shape[Row]:
    """Make a shape known. Twice the same kind is a programming error."""
    if shape.kind in _declared:
        raise ValueError(f"shape {shape.kind} is declared twice")
    _declared[shape.kind] = cast("Shape[Model]", shape)
    return shape


def known() -> Mapping[str, Shape[Model]]:
    """Every declared shape by kind."""
    return dict(_declared)
