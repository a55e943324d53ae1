"""Names that have a word, or a part of one: which rows, as a query that reads an index and no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Q, QuerySet

from otklik.clients import tax
from otklik.clients.enums import Named
from otklik.clients.models import (
    Company,
    CompanyDomain,
    CompanyPhone,
    Contact,
    ContactEmail,
    ContactPhone,
    WordPart,
)
from otklik.clients.word_parts import words_in
from otklik.core import phone, text

LEAST_OF_INN = 4
"""Fewer digits would find half of a region: an INN begins with the number of the tax office."""
_BEYOND = "\U0010ffff"


def named(kind: Named, word: str) -> QuerySet[WordPart, int]:
    """The rows (ids) of this kind in whose name the word stands, whole or as a part of one."""
    return WordPart.objects.filter(_begins("part", word), kind=kind).values_list("ref", flat=True)


def named_so(words: str, kinds: Sequence[Named], most: int = 500) -> Mapping[Named, Sequence[int]]:
    """The rows (ids) of each kind in whose name every word stands, whole or as a part of one; of very many
    only `most`. One query."""
    first, *more = words_in(text.key(words))
    found = []
    for kind in kinds:
        rows = named(kind, first)
        for word in more:
            rows = rows.filter(ref__in=named(kind, word))
        found.append(rows.values_list("kind", "ref"))
    refs: dict[Named, list[int]] = {kind: [] for kind in kinds}
    for number, ref in found[0].union(*found[1:])[:most]:
        refs[Named(number)].append(ref)
    return refs


def companies_called(words: str) -> QuerySet[WordPart, int]:
    """The companies (ids) in whose name every word, or a part of one, stands; also by the beginning of a mail
    domain or an INN, by a whole phone, by what another program calls them."""
    wanted = text.key(words)
    first, *more = words_in(wanted)
    found = named(Named.COMPANY, first)
    for word in more:
        found = found.filter(ref__in=named(Named.COMPANY, word))
    others = [Company.objects.filter(external_id=text.storable(words).strip()).values_list("pk", flat=True)]
    digits, number = tax.plain(words), phone.e164(words)
    if digits.isascii() and digits.isdigit() and len(digits) >= LEAST_OF_INN:
        others.append(Company.objects.filter(_begins("inn", digits)).values_list("pk", flat=True))
    domain = text.domain_key(wanted.rpartition("@")[2])
    domains = (
        CompanyDomain.objects.filter(_begins("domain", domain)) if domain else CompanyDomain.objects.none()
    )
    phones = CompanyPhone.objects.filter(phone=number) if number else CompanyPhone.objects.none()
    theirs = (rows.order_by().values_list("company_id", flat=True) for rows in (domains, phones))
    return found.union(*others, *theirs)


def people_called(words: str) -> QuerySet[Contact, int]:
    """The contacts (ids) in whose name, or that of their company, every word, or a part of one, stands; also
    by the beginning of an address, by a whole phone, by what another program calls them."""
    wanted = text.key(words)
    people = Contact.objects.values_list("pk", flat=True)
    found = people
    for word in words_in(wanted):
        colleagues = people.filter(company_id__in=named(Named.COMPANY, word))
        found = found.filter(pk__in=named(Named.CONTACT, word).union(colleagues))
    number = phone.e164(words)
    addresses = ContactEmail.objects.filter(_begins("email", wanted))
    phones = ContactPhone.objects.filter(phone=number) if number else ContactPhone.objects.none()
    ways = (rows.order_by().values_list("contact_id", flat=True) for rows in (addresses, phones))
    return found.union(people.filter(external_id=text.storable(words).strip()), *ways)


def _begins(column: str, word: str) -> Q:
    """SQLite uses no index for LIKE with an escape sign, but compares by code points; PostgreSQL compares as
    its language does, but has an index for LIKE."""
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": word, f"{column}__lt": f"{word}{_BEYOND}"})
    return Q(**{f"{column}__startswith": word})
