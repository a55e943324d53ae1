"""Custom fields of what is brought: planned with each row, written with the batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from otklik.clients.commands.bringing.rows import Brought
from otklik.clients.custom import CONTACT
from otklik.clients.models import Asset, Company, Contact, Site
from otklik.core.events import Change
from otklik.fields.commands import Door, Planned, keep_keys, plan
from otklik.fields.owners import Owner
from otklik.fields.queries import PREFIX, Bound, fields_of
from otklik.fields.seeking import Key
from otklik.people.actor import Actor

Thing = Company | Contact | Site | Asset


@dataclass
class CustomOf:
    """The custom fields of one kind's things, over a batch."""

    actor: Actor
    owner: Owner
    planned: list[tuple[Thing, Planned]] = field(default_factory=list)

    def plan(self, row: Brought, thing: Thing, bound: Bound) -> Planned | None:
        """What the row's values do; None where there is nothing to ask. `Invalid` by `field.<key>`, also for
        a new thing that lacks what is required."""
        given = {
            name.removeprefix(PREFIX): word for name, word in row.texts.items() if name.startswith(PREFIX)
        }
        is_new = thing.pk is None
        if not given and not (is_new and fields_of(self.owner.kind)):
            return None
        door = Door.FORM if is_new else Door.EDIT
        return plan(self.actor, self.owner.kind, thing.custom, given, bound, door)

    def put(self, thing: Thing, planned: Planned | None) -> list[Change]:
        """Set what was planned; what changed, of a person only that it did."""
        if planned is None or not planned.is_changed:
            return []
        thing.custom = planned.custom
        self.planned.append((thing, planned))
        if self.owner is CONTACT:
            return [Change(change.field, None, None) for change in planned.changes]
        return list(planned.changes)

    def write_index(self) -> None:
        """The keys by which the things are found; after they were written."""
        by_thing: dict[int, dict[int, Sequence[Key]]] = {}
        for thing, planned in self.planned:
            by_thing.setdefault(thing.pk, {}).update(planned.keys)
        keep_keys(by_thing)
