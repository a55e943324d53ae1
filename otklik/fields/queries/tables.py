"""Custom fields as columns of tables that come in and go out."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.fields.queries.asking import rule_of, seen_by
from otklik.fields.queries.memory import FieldInfo
from otklik.fields.values import Value, plain, read
from otklik.people.actor import Actor


def columns_of(actor: Actor, owner: str) -> Sequence[FieldInfo]:
    """The fields of an owner kind as columns of a table that is exported or imported, in their order.

    Import: a cell is read by `parse(actor, field, words)`, and what was read is given to the owner's command
    (`Registration.fields`, `Edit.fields`, `change_company(fields=…)`) by key. Export: `cell(value)`.
    """
    return seen_by(actor, owner)


def parse(actor: Actor, one: FieldInfo, words: str) -> Value:
    """A cell of a table as a value; options also by name. `values.Wrong` says what cannot be read: see
    `wording.sentence`."""
    return read(rule_of(actor, one), words)


def cell(value: Value) -> str:
    """A value as a table writes it, so that `parse` takes it back."""
    return plain(value)
