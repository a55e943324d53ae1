"""What a section of the settings is: a list of things of one shape, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from otklik.core.configuring.kinds import Label
from otklik.core.configuring.shapes import Field, Shape
from otklik.organisation.settings import Declared
from otklik.people.actor import Actor
from otklik.settings_ui import notes
from otklik.settings_ui.proposals import Proposal
from otklik.web.rules_told import Told


@dataclass(frozen=True)
class Section:
    """A list of things of one shape.

    `about` says what it is for. `note(row)` is the second line of a row, `mark(row)` its sign (kind, glyph,
    tone), `heading(row)` the group it stands under, `depth(row)` how far it is indented. `counts` names the
    use whose number stands beside a row. `state(number)` says in the index how the section stands. `effect`
    is the template of what a change will do. A section of a `module` that is switched off is not in the menu.
    `new_title` heads the form of one that is being made. `asked(fields, values)` leaves out
    of the form what a thing of these values has no use for; a new one's form has all, and `when` says which
    of them show with which choices. `proposed(actor)` stands below the list, ready to be made. `aid` is a
    template beside the form, also of a new one, with what `aided()` gives it. `besides()` is another page
    about the same things: words, address, sign. One `within` another section is reached from there and is not
    in the menu. `table`: rows are rules of this table (`automation.tables`), with versions; `told` says them
    all in words at once.
    """

    key: str
    shape: Shape[Model]
    icon: str
    group: str
    about: Label
    state: Callable[[int], str]
    note: Callable[[Model], str] = notes.nothing
    mark: Callable[[Model], tuple[str, str, str] | None] = notes.no_mark
    heading: Callable[[Model], str] = notes.nothing
    ordered: Callable[[Sequence[Model]], Sequence[tuple[Model, int]]] = notes.as_they_are
    counts: str = "tickets"
    effect: str = ""
    closing: str = "settings/_hide.html"
    beside: Callable[[Actor, Model], dict[str, object]] = notes.nothing_beside
    module: Declared[bool] | None = None
    new_title: Label = ""
    asked: Callable[[Sequence[Field], Mapping[str, object]], Sequence[Field]] = notes.all_asked
    when: Mapping[str, str] = field(default_factory=dict)
    proposed: Callable[[Actor], Sequence[Proposal]] = notes.none_proposed
    aid: str = ""
    aided: Callable[[], Mapping[str, object]] = notes.no_aid
    told: Callable[[Sequence[Model]], Sequence[Told]] | None = None
    table: str = ""
    besides: Callable[[], tuple[str, str, str]] | None = None
    within: str = ""

    @property
    def title(self) -> str:
        """The section's name."""
        return str(self.shape.many)

    def noted(self, rows: Sequence[Model]) -> Sequence[str]:
        """The second lines of these rows."""
        if self.told is None:
            return [self.note(row) for row in rows]
        return [one.whole for one in self.told(rows)]

    @property
    def is_on(self) -> bool:
        """Whether the installation has it."""
        return self.module is None or self.module.get()

    @property
    def routes(self) -> dict[str, str]:
        """Names of its addresses."""
        parts = ["list", "new", "edit", "hidden", "order", *(("enabled", "copy") if self.table else ())]
        return {part: f"settings-{self.key}-{part}" for part in parts}
