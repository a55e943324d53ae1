"""Companies and contacts, many at once: for bulk loads and imports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from otklik.clients.commands.parts import keep_parts
from otklik.clients.events import COMPANY_CREATED, CONTACT_CREATED
from otklik.clients.models import Acquaintance, Company, CompanyDomain, Contact, ContactEmail, ContactPhone
from otklik.core import clock, text
from otklik.core.actors import ActorRef
from otklik.core.events import Subject, record_many
from otklik.organisation.queries import default_brand

BATCH = 500
Pair = tuple[int | None, int | None, int | None, int | None]
"""Team or agent, contact or company: one of each two."""


@dataclass(frozen=True, slots=True)
class LoadedCompany:
    """A company with a mail domain nobody has yet."""

    name: str
    domain: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class LoadedContact:
    """A contact with an address nobody has yet; `company` is the company's place in what was loaded."""

    name: str
    email: str
    phone: str
    position: str
    company: int
    language: str = ""


@transaction.atomic
def load_clients(
    by: ActorRef, companies: Sequence[LoadedCompany], contacts: Sequence[LoadedContact]
) -> tuple[list[int], list[int]]:
    """Write companies and their contacts; the ids of both in their order. For programs: no right is checked.

    Writes `company.created` and `contact.created` for each.
    """
    firms = Company.objects.bulk_create([_company(one) for one in companies], BATCH)
    keep_parts(firms)
    CompanyDomain.objects.bulk_create(
        [CompanyDomain(company=row, domain=one.domain) for row, one in zip(firms, companies, strict=True)],
        BATCH,
    )
    people = Contact.objects.bulk_create([_contact(one, firms[one.company]) for one in contacts], BATCH)
    keep_parts(people)
    ContactEmail.objects.bulk_create(
        [ContactEmail(contact=row, email=one.email) for row, one in zip(people, contacts, strict=True)], BATCH
    )
    ContactPhone.objects.bulk_create(
        [ContactPhone(contact=row, phone=one.phone) for row, one in zip(people, contacts, strict=True)], BATCH
    )
    record_many(COMPANY_CREATED, by, [Subject("company", row.pk) for row in firms])
    record_many(CONTACT_CREATED, by, [Subject("contact", row.pk) for row in people])
    return [row.pk for row in firms], [row.pk for row in people]


def acquaint_many(known: Iterable[Pair]) -> None:
    """Note pairs of (team or agent) and (contact or company); those noted before are left as they are."""
    rows = [Acquaintance(team_id=t, agent_id=a, contact_id=c, company_id=o) for t, a, c, o in known]
    Acquaintance.objects.bulk_create(rows, BATCH, ignore_conflicts=True)


def _company(one: LoadedCompany) -> Company:
    return Company(
        name=one.name,
        name_key=text.key(one.name),
        category=one.category,
        brand=default_brand(),
        created_at=clock.now(),
    )


def _contact(one: LoadedContact, company: Company) -> Contact:
    return Contact(
        name=one.name,
        name_key=text.key(one.name),
        company=company,
        position=one.position,
        language=one.language,
        created_at=clock.now(),
    )
