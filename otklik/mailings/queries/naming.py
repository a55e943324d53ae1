"""Between a filter's uids and the words people write: names of companies, numbers of contracts, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Model, QuerySet

from otklik.clients.access import visible_companies, visible_contacts
from otklik.clients.contract_access import visible_contracts
from otklik.core import text
from otklik.core.ids import read_uid
from otklik.mailings.audience import Audience
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Found:
    """Uids in the order of the words, and the words that mean nothing this actor may know of."""

    uids: Sequence[str]
    unknown: Sequence[str]


@dataclass(frozen=True)
class Named:
    """What people read instead of uids."""

    companies: Sequence[str]
    contracts: Sequence[str]
    contacts: Sequence[str]


def companies_named(actor: Actor, words: Sequence[str]) -> Found:
    """Companies by their whole name. One query."""
    rows = visible_companies(actor).filter(merged_into=None, name_key__in=[text.key(one) for one in words])
    return _found(words, text.key, rows.values_list("name_key", "uid"))


def contracts_numbered(actor: Actor, words: Sequence[str]) -> Found:
    """Contracts by number. One query."""
    rows = visible_contracts(actor).filter(number__in=list(words))
    return _found(words, str.strip, rows.values_list("number", "uid"))


def contacts_addressed(actor: Actor, words: Sequence[str]) -> Found:
    """Contacts by an address of theirs. One query."""
    rows = visible_contacts(actor).filter(emails__email__in=[text.email_key(one) for one in words])
    return _found(words, text.email_key, rows.values_list("emails__email", "uid"))


def named(actor: Actor, audience: Audience) -> Named:
    """The same back again; what the actor may not know of is left out. Three queries at most."""
    contacts = visible_contacts(actor).filter(emails__position=0).annotate(address=F("emails__email"))
    return Named(
        _words(visible_companies(actor), audience.companies, "name"),
        _words(visible_contracts(actor), audience.contracts, "number"),
        _words(contacts, audience.contacts, "address"),
    )


def _found(words: Sequence[str], key: Callable[[str], str], rows: Iterable[tuple[str, object]]) -> Found:
    known: Mapping[str, object] = dict(rows)
    found = [str(known[key(one)]) for one in words if key(one) in known]
    return Found(found, [one for one in words if key(one) not in known])


def _words(rows: QuerySet[Model], uids: Sequence[str], name: str) -> Sequence[str]:
    if not uids:
        return ()
    found = rows.filter(uid__in=[read_uid(one) for one in uids])
    return [str(one) for one in found.order_by(name).values_list(name, flat=True)]
