"""What has custom fields, by what they are bound, where references lead: told by the packages above.

A field cannot know what a ticket is. Whoever owns values declares itself here once (`declare_owner`), and so
does whatever a field can be bound to (`declare_subject`) or lead to (`declare_reference`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model

from otklik.core.configuring.kinds import Label, Option
from otklik.fields.enums import Kind
from otklik.fields.values import Found
from otklik.people.actor import Actor

COLUMN = "custom"
"""The owner's nullable JSON column: key → value."""


@dataclass(frozen=True)
class Owner:
    """A kind of thing with custom fields. `label`: what a field belongs to; `subjects`: kinds it can be bound
    to. The model has the column `custom`."""

    kind: str
    label: Label
    model: type[Model]
    subjects: Sequence[str] = ()


@dataclass(frozen=True)
class Subject:
    """A kind of row that fields can be bound to: what can be chosen."""

    kind: str
    label: Label
    options: Callable[[], Sequence[Option]]


@dataclass(frozen=True)
class Reference:
    """Where a kind of field leads. `find`: what a uid, or a name only one has, means to this actor. `offer`:
    the first few that fit the words somebody types, as a form's box that searches shows them."""

    kind: Kind
    find: Callable[[Actor, str], Found | None]
    offer: Callable[[Actor, str], Sequence[Found]]


_owners: dict[str, Owner] = {}
_subjects: dict[str, Subject] = {}
_references: dict[Kind, Reference] = {}


def declare_owner(owner: Owner) -> Owner:
    """Make an owner known. Twice the same kind is a programming error."""
    if owner.kind in _owners:
        raise ValueError(f"owner {owner.kind} is declared twice")
    _owners[owner.kind] = owner
    return owner


def declare_subject(subject: Subject) -> Subject:
    """Make known what fields can be bound to. Twice the same kind is a programming error."""
    if subject.kind in _subjects:
        raise ValueError(f"subject {subject.kind} is declared twice")
    _subjects[subject.kind] = subject
    return subject


def declare_reference(reference: Reference) -> Reference:
    """Make known where a kind of field leads. Twice the same kind is a programming error."""
    if reference.kind in _references:
        raise ValueError(f"reference {reference.kind} is declared twice")
    _references[reference.kind] = reference
    return reference


def owners() -> Mapping[str, Owner]:
    """Every owner by kind, in the order pages show them."""
    return dict(_owners)


def options_of(kind: str) -> Sequence[Option]:
    """What fields can be bound to, of one kind; nothing for a kind that is not there."""
    subject = _subjects.get(kind)
    return subject.options() if subject else ()


def references() -> Mapping[Kind, Reference]:
    """Where fields can lead, by kind."""
    return dict(_references)
