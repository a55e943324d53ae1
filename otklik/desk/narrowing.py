"""What a list of clients is narrowed by besides words: its custom fields. The boxes open at a press; what is
chosen stands in the address and, closed, as chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from otklik.desk.chips import Chip
from otklik.desk.client_tabs import filled, link_to
from otklik.desk.field_filters import Offer, offered, said
from otklik.fields.queries import PREFIX, filters_of, wanted_in
from otklik.people.actor import Actor
from otklik.web.request import OtklikRequest

OPEN = "filters"
"""In the address while the boxes stand open."""


@dataclass(frozen=True)
class Narrowing:
    """`rest`: what else stands in the address, by name; `active`: what is wanted of fields, by form name;
    `offers`: the boxes, only while they are open; `is_offered`: whether there is any field to narrow by."""

    page: str
    rest: Mapping[str, str]
    active: Mapping[str, str]
    is_offered: bool = False
    is_open: bool = False
    offers: Sequence[Offer] = ()
    chips: Sequence[Chip] = field(default_factory=tuple)

    @property
    def fields(self) -> dict[str, str]:
        """What is wanted, by key."""
        return {name.removeprefix(PREFIX): value for name, value in self.active.items()}

    @property
    def query(self) -> str:
        """The list as an address has it, without its place; for taking it out."""
        return filled(**self.rest, **self.active)

    @property
    def switch_url(self) -> str:
        """The same list with the boxes open, or closed again."""
        return link_to(self.page, **self.rest, **self.active, **({} if self.is_open else {OPEN: "1"}))

    @property
    def reset_url(self) -> str:
        """The list with nothing wanted of fields."""
        return link_to(self.page, **self.rest)

    def following(self, after: str | None) -> str:
        """The next page; empty where there is none."""
        return link_to(self.page, **self.rest, **self.active, after=after) if after else ""


def narrowing(request: OtklikRequest, owner: str, page: str, **rest: str) -> Narrowing:
    """What the address wants of this owner's custom fields. Nothing is asked of the database for it, unless a
    value has to be called by its name."""
    actor, get = request.actor, request.GET.get
    active = {PREFIX + key: value for key, value in wanted_in(get, request.GET).items()}
    is_offered = bool(filters_of(actor, owner))
    is_open = is_offered and bool(get(OPEN))
    offers = offered(actor, owner) if active or is_open else []
    return Narrowing(
        page,
        rest,
        active,
        is_offered=is_offered,
        is_open=is_open,
        offers=offers if is_open else (),
        chips=_chips(actor, owner, page, rest, active, offers),
    )


def _chips(
    actor: Actor,
    owner: str,
    page: str,
    rest: Mapping[str, str],
    active: Mapping[str, str],
    offers: Sequence[Offer],
) -> list[Chip]:
    known = {offer.field: offer for offer in offers}
    made = []
    for name, value in active.items():
        offer = known.get(name)
        words = dict(offer.values).get(value) if offer else ""
        left = {other: kept for other, kept in active.items() if other != name}
        label = offer.label if offer else name
        made.append(
            Chip(label, words or said(actor, owner, name, value) or value, link_to(page, **rest, **left))
        )
    return made
