"""What a line of the palette is, and whether words fit it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from otklik.core.stems import stems
from otklik.search.wording import Phrase, understand
from otklik.web.addresses import address
from otklik.web.typography import initials

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact


@dataclass(frozen=True, slots=True)
class Option:
    """A line: it leads to `href`, or is done: `run` is an address and what is posted to it (of the card, or
    by the form of the ticked rows), `press` names an element of the page or a key that does it, `fill` are
    words for the field. `key`: by which the same is done without the palette."""

    label: str
    note: str = ""
    href: str = ""
    icon: str = ""
    key: str = ""
    run: Mapping[str, object] = field(default_factory=dict)
    press: str = ""
    fill: str = ""
    initials: str = ""
    person: int = 0

    @property
    def json(self) -> str:
        """`run` for the script."""
        return json.dumps(self.run) if self.run else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind under a heading."""

    title: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Sought:
    """The words typed, as a condition over names; no words fit everything."""

    clauses: Sequence[_Clause]

    def fits(self, *names: str) -> bool:
        """Whether every word begins or is, in any form, a word of the names."""
        column = [stem for name in names for stem in _stems(name)]
        return all(clause.matches(column) for clause in self.clauses)

    def begins(self, names: str) -> bool:
        """Whether the first word typed is one of these."""
        return bool(self.clauses) and self.clauses[0].matches(_stems(names))


@dataclass(frozen=True)
class _Clause:
    """One thing typed: its forms, those of a single word apart; hundreds of names are held against them."""

    whole: frozenset[str]
    begun: tuple[str, ...]
    phrases: Sequence[Phrase]

    def matches(self, column: Sequence[str]) -> bool:
        if not self.whole.isdisjoint(column) or any(stem.startswith(self.begun) for stem in column):
            return True
        return any(phrase.matches(column) for phrase in self.phrases)


def sought(typed: str) -> Sought:
    """What is looked for while it is typed."""
    clauses = []
    for clause in understand(typed, typing=True).clauses:
        single = [way for way in clause.ways if len(way.words) == 1]
        whole = frozenset(way.words[0] for way in single if not way.beginning)
        begun = tuple(way.words[0] for way in single if way.beginning)
        clauses.append(_Clause(whole, begun, [way for way in clause.ways if len(way.words) > 1]))
    return Sought(clauses)


def of_company(company: Company) -> Option:
    """A company as a line."""
    return Option(
        company.name,
        href=address("desk-company", args=[company.uid]),
        initials=initials(company.name),
        person=company.pk,
    )


def of_contact(contact: Contact) -> Option:
    """A person at a client's as a line."""
    return Option(
        contact.name,
        contact.company.name if contact.company else "",
        href=address("desk-contact", args=[contact.uid]),
        initials=initials(contact.name),
        person=contact.pk,
    )


@lru_cache(maxsize=5000)
def _stems(name: str) -> Sequence[str]:
    """Names stand in every palette of everybody: each is taken apart once."""
    return stems(name)
