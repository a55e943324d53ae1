"""Who an unknown sender probably is: what a card proposes before anybody searches (REG-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import CharField, Model, QuerySet, Value

from otklik.clients.access import visible_companies, visible_contacts
from otklik.clients.models import Company, CompanyDomain, CompanyPhone, Contact, ContactEmail, ContactPhone
from otklik.core import phone, text
from otklik.core.prepared import Prepared, Rows
from otklik.people.actor import Actor

PROPOSED = 4
"""More namesakes than these are no proposal but a search."""


class Likeness(StrEnum):
    """What an unknown sender has in common with a client, the surest first."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    DOMAIN = "domain"
    COMPANY_PHONE = "company_phone"


@dataclass(frozen=True)
class Likely:
    """A contact the sender may be, and by what."""

    contact: Contact
    why: Likeness


@dataclass(frozen=True)
class Guess:
    """The contacts a sender may be, the surest first, and the company they probably write for."""

    contacts: Sequence[Likely] = ()
    company: Company | None = None


_ALIKE: Prepared[tuple[str, int]] = Prepared(lambda why, pk: (why, pk))
_ORDER = list(Likeness)


def likely_clients(actor: Actor, *, email: str, number: str, name: str) -> Guess:
    """Contacts with this address, telephone or name and the company with this mail domain or telephone, of
    those the actor may know of. One query where nobody is alike, at most three."""
    address = text.email_key(email)
    domain, e164 = address.rpartition("@")[2], phone.e164(number) if number else ""
    alike = _ALIKE.rows(_alike, address or " ", e164 or " ", text.key(name) or " ", domain or " ")
    alike.sort(key=lambda one: _ORDER.index(Likeness(one[0])))
    people: dict[int, Likeness] = {}
    companies: list[int] = []
    for why, pk in alike:
        if why in (Likeness.DOMAIN, Likeness.COMPANY_PHONE):
            companies.append(pk)
        else:
            people.setdefault(pk, Likeness(why))
    return Guess(_known_contacts(actor, people), _known_company(actor, companies))


def _known_contacts(actor: Actor, people: dict[int, Likeness]) -> list[Likely]:
    if not people:
        return []
    rows = visible_contacts(actor).filter(pk__in=list(people)[: 5 * PROPOSED], hidden=False)
    found = {row.pk: row for row in rows.select_related("company")}
    return [Likely(found[pk], why) for pk, why in people.items() if pk in found][:PROPOSED]


def _known_company(actor: Actor, companies: list[int]) -> Company | None:
    if not companies:
        return None
    found = {row.pk: row for row in visible_companies(actor).filter(pk__in=companies, hidden=False)}
    return next((found[pk] for pk in companies if pk in found), None)


def _alike(email: str, e164: str, name: str, domain: str) -> Rows:
    """Ids of contacts and companies by what they have in common with the sender, in one question."""
    people, phones = ContactEmail.objects.filter(email=email), ContactPhone.objects.filter(phone=e164)
    first, *rest = (
        _as(Likeness.EMAIL, people, "contact_id"),
        _as(Likeness.PHONE, phones, "contact_id"),
        _as(Likeness.NAME, Contact.objects.filter(name_key=name, hidden=False), "pk"),
        _as(Likeness.DOMAIN, CompanyDomain.objects.filter(domain=domain), "company_id"),
        _as(Likeness.COMPANY_PHONE, CompanyPhone.objects.filter(phone=e164), "company_id"),
    )
    return first.union(*rest, all=True)


def _as(why: Likeness, rows: QuerySet[Model], column: str) -> Rows:
    return rows.order_by().values_list(Value(str(why), CharField()), column)
