"""Whom a message is for: a filter as it is stored. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

LONGEST_LIST = 500
"""So many names of one kind a filter may hold."""


@dataclass(frozen=True)
class Audience:
    """Whom the message is for. Within one kind any of the named will do, several kinds must all hold;
    `contacts` are added to whoever the rest finds.

    Uids of companies, contracts and contacts; codes of company categories and services. `ordered_days`: they
    ordered something within so many days, of `services` where those are named. `contact_fields` and
    `company_fields`: values of custom fields by key, as lists are filtered. `everyone` is said on purpose: a
    filter that asks nothing finds nobody.
    """

    everyone: bool = False
    companies: Sequence[str] = ()
    categories: Sequence[str] = ()
    contracts: Sequence[str] = ()
    services: Sequence[str] = ()
    ordered_days: int = 0
    contact_fields: Mapping[str, str] = field(default_factory=dict)
    company_fields: Mapping[str, str] = field(default_factory=dict)
    contacts: Sequence[str] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether anything but single contacts is asked for."""
        asked = (self.companies, self.categories, self.contracts, self.services, self.ordered_days)
        return self.everyone or any(asked) or bool(self.contact_fields or self.company_fields)

    @property
    def is_nobody(self) -> bool:
        """Asks for nobody at all."""
        return not self.is_filtered and not self.contacts

    @property
    def is_too_long(self) -> bool:
        """More names than a filter may hold."""
        lists = (self.companies, self.categories, self.contracts, self.services, self.contacts)
        return any(len(one) > LONGEST_LIST for one in lists)

    def stored(self) -> dict[str, object]:
        """As it stands in the message's row: what is asked for, nothing else."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _plain(value) for name, value in found.items() if value}


def read(stored: Mapping[str, object]) -> Audience:
    """The filter of a message's row."""
    return Audience(
        everyone=bool(stored.get("everyone")),
        companies=_texts(stored.get("companies")),
        categories=_texts(stored.get("categories")),
        contracts=_texts(stored.get("contracts")),
        services=_texts(stored.get("services")),
        ordered_days=int(str(stored.get("ordered_days") or 0)),
        contact_fields=_pairs(stored.get("contact_fields")),
        company_fields=_pairs(stored.get("company_fields")),
        contacts=_texts(stored.get("contacts")),
    )


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return list(dict.fromkeys(value)) if isinstance(value, list | tuple) else value


def _texts(value: object) -> Sequence[str]:
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()


def _pairs(value: object) -> Mapping[str, str]:
    return {str(key): str(words) for key, words in value.items()} if isinstance(value, Mapping) else {}
