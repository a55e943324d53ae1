"""What an action is, and what it is given when it is performed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from otklik.core.configuring.kinds import Label
from otklik.core.configuring.shapes import Field
from otklik.core.models import Event
from otklik.core.translated import Translated
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets.models import Ticket

Values = Mapping[str, object]
"""What stands in a step beside `do`, by the names of the action's fields."""
Shown = Mapping[str, str]
"""The same in the reader's words; empty where nothing is given."""


@dataclass(frozen=True)
class Doing:
    """On which ticket, by whom, and because of what a step is performed.

    `actor` is `SYSTEM` for a rule and the employee for a macro: commands check their rights. `event` is what
    a rule answers; none for a macro. `name` is what the rule is called, `source` names it for good
    (`trigger:<uid>`).
    """

    ticket: Ticket
    actor: Actor = SYSTEM
    event: Event | None = None
    name: Translated = field(default_factory=Translated)
    source: str = ""


@dataclass(frozen=True)
class Only:
    """A field that is asked where another one, `name`, has one of `values()`."""

    name: str
    values: Callable[[], Sequence[str]]


@dataclass(frozen=True)
class Action:
    """Something that can be done to a ticket.

    `fields` are typed, checked and told by their kinds; `check` holds over all of them and raises `Wrong`.
    `perform` calls commands and writes rows only, in the caller's transaction: whoever is tried again after a
    failure begins from nothing, so that nothing is done twice. What talks to others is queued as an event.
    `says` puts it into words. `needs_event`: only a rule that answers an event can do it. `only`: fields that
    mean something for some values of another one; a page asks for them then.
    """

    key: str
    label: Label
    group: Label
    perform: Callable[[Doing, Values], None]
    fields: Sequence[Field] = ()
    says: Callable[[Shown], str] | None = None
    check: Callable[[Values], None] | None = None
    needs_event: bool = False
    only: Mapping[str, Only] = field(default_factory=dict)

    def words(self, values: Values) -> str:
        """What it does, in the reader's language."""
        shown = {
            one.name: one.kind.show(values[one.name]) if one.name in values else "" for one in self.fields
        }
        if self.says is not None:
            return self.says(shown)
        told = ", ".join(words for words in shown.values() if words)
        return f"{self.label}: {told}" if told else str(self.label)


@dataclass(frozen=True)
class Step:
    """An action with what it is told, checked."""

    action: Action
    values: Values
