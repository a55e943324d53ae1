"""The fields conditions may ask about, and how each is read from a ticket.

Packages declare theirs (`declare`, or `provide` for those that come and go with the configuration); rules
name them by key. Reading is lazy: a ticket's facts know only what some rule has asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from otklik.core.configuring.kinds import Label, Option
from otklik.core.small import SmallTable
from otklik.rules.conditions import Fact, Kind, Scalar
from otklik.rules.facts import TicketFacts
from otklik.rules.stored import Field


@dataclass(frozen=True)
class RuleField:
    """A field: `options` for those chosen from a list; `finds` names what a box searches for instead, where
    there are too many to list, and `named` says what such values are called. `unit` stands behind a number.
    `needs_event`: it is a fact of the event a rule answers.
    """

    key: str
    label: Label
    kind: Kind
    read: Callable[[TicketFacts], Fact]
    group: Label = ""
    options: Callable[[], Sequence[Option]] | None = None
    finds: str = ""
    named: Callable[[Iterable[Scalar]], Sequence[Option]] | None = None
    unit: Label = ""
    needs_event: bool = False

    @property
    def plain(self) -> Field:
        """What a condition is checked against; hidden choices count: old rules name them."""
        known = frozenset(option.key for option in self.options()) if self.options else None
        return Field(self.kind, known)


Provider = Callable[[], Iterable[RuleField]]
_declared: dict[str, RuleField] = {}
_providers: list[Provider] = []


def declare(*fields: RuleField) -> None:
    """Make fields known. Twice the same key is a programming error."""
    for field in fields:
        if _declared.setdefault(field.key, field) is not field:
            raise ValueError(f"rule field {field.key} is declared twice")


def provide(provider: Provider) -> None:
    """Make fields known that an administrator makes and takes away: asked again for every configuration."""
    _providers.append(provider)


def declared() -> Mapping[str, RuleField]:
    """Those that are always there."""
    return _declared


def fields() -> Mapping[str, RuleField]:
    """Every field by key, in the order they are offered."""
    return FIELDS.get()


def _load() -> Mapping[str, RuleField]:
    given = {field.key: field for provider in _providers for field in provider()}
    return {**_declared, **given}


FIELDS: SmallTable[Mapping[str, RuleField]] = SmallTable(_load)
