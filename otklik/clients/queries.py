"""Reads about clients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, Prefetch, Q, QuerySet, Value

from otklik.clients.access import orderable_contacts, visible_companies, visible_contacts
from otklik.clients.enums import Named
from otklik.clients.finding import companies_called, named_so, people_called
from otklik.clients.models import (
    Company,
    CompanyDomain,
    Contact,
    ContactCompany,
    ContactEmail,
)
from otklik.core import text
from otklik.core.cursors import Sorted, page_of
from otklik.core.paging import Order, Page
from otklik.core.prepared import Prepared, Rows, Whole, filled
from otklik.fields.queries import condition
from otklik.people.actor import Actor

_REACHED = re.compile(r"@|\d{4}")
LEAST_OF_NAME, COLLEAGUES = 2, 8
"""Letters somebody types before colleagues are proposed, and how many are."""
BY_NAME = Sorted((Order("name_key"), Order("id")), (str, int))

_KNOWN: Prepared[tuple[str, int]] = Prepared(lambda sort, pk: (sort, pk))
_CONTACT, _COMPANY = Whole(Contact), Whole(Company)
_WRITERS: Prepared[Contact] = Prepared(lambda *row: _with_company(*row))
_PEOPLE = Prepared(lambda uid, name: (str(uid), name))


@dataclass(frozen=True)
class Sender:
    """What an outside address says about who wrote: contact, company, both or neither (REG-11)."""

    contact: Contact | None
    company: Company | None


def find_sender(email: str) -> Sender:
    """Contact and company of a mail address; a company's own address, and an unknown one of its domain: the
    company alone."""
    address = text.email_key(email)
    if not address:
        return Sender(None, None)
    # Most senders of new tickets are unknown: ask for an id first, and for the rows only where there is one.
    found = dict(_KNOWN.rows(_with_address, address, address.rpartition("@")[2]))
    if "contact" in found:
        contact = _WRITERS.rows(_whole, found["contact"])[0]
        return Sender(contact, contact.company)
    company = found.get("mailbox") or found.get("company")
    return Sender(None, Company.objects.get(pk=company) if company else None)


def _with_address(email: str, domain: str) -> Rows:
    """The contact with this address, the company with this domain, in one question."""
    known = ContactEmail.objects.filter(email=email, contact__hidden=False)
    linked = CompanyDomain.objects.filter(domain=domain, company__hidden=False)
    company = linked.values_list(Value("company", CharField()), "company_id")
    theirs = Company.objects.filter(email=email, hidden=False).order_by()
    mailbox = theirs.values_list(Value("mailbox", CharField()), "pk")
    return known.values_list(Value("contact", CharField()), "contact_id").union(company, mailbox, all=True)


def _whole(contact_id: int) -> Rows:
    columns = (*_CONTACT.columns, *_COMPANY.behind("company"))
    return Contact.objects.filter(pk=contact_id).values_list(*columns)


def _with_company(*row: object) -> Contact:
    own = len(_CONTACT.columns)
    contact = _CONTACT.row(*row[:own])
    contact.company = _COMPANY.row(*row[own:]) if contact.company_id else None
    return contact


def own_contact(actor: Actor) -> Contact | None:
    """The contact an actor is; None for everybody else."""
    if actor.contact_id is None:
        return None
    return Contact.objects.select_related("company", "user").get(pk=actor.contact_id)


def search_contacts(actor: Actor, words: str, limit: int = 10) -> Sequence[Contact]:
    """Contacts in whose name or company every word, or a part of one, stands; also by address and phone. For
    pickers."""
    contacts = _contacts_with(visible_contacts(actor).filter(hidden=False), words)
    return list(with_addresses(contacts.order_by("name_key", "id"))[:limit])


def search_companies(actor: Actor, words: str, limit: int = 10) -> Sequence[Company]:
    """Companies in whose name every word, or a part of one, stands; also by mail domain, phone and INN. With
    phones and domains."""
    companies = _companies_with(visible_companies(actor).filter(hidden=False), words)
    return list(companies.order_by("name_key", "id").prefetch_related("domains", "phones")[:limit])


def clients_named(actor: Actor, words: str, limit: int) -> tuple[Sequence[Company], Sequence[Contact]]:
    """Companies and contacts in whose own name every word, or a part of one, stands, at most `limit` of each:
    for what is asked with every letter somebody types. An address or a number is looked for the longer way,
    as the two above do."""
    if not text.key(words):
        return (), ()
    if _REACHED.search(words):
        return search_companies(actor, words, limit), search_contacts(actor, words, limit)
    refs = named_so(words, (Named.COMPANY, Named.CONTACT))
    companies: Sequence[Company] = ()
    contacts: Sequence[Contact] = ()
    if refs[Named.COMPANY]:
        theirs = visible_companies(actor).filter(hidden=False, pk__in=refs[Named.COMPANY])
        companies = list(theirs.order_by("name_key", "id")[:limit])
    if refs[Named.CONTACT]:
        people = visible_contacts(actor).filter(hidden=False, pk__in=refs[Named.CONTACT])
        contacts = list(people.select_related("company").order_by("name_key", "id")[:limit])
    return companies, contacts


def contacts_page(
    actor: Actor,
    *,
    words: str = "",
    company: UUID | None = None,
    fields: Mapping[str, str] | None = None,
    external_id: str = "",
    after: str = "",
    limit: int = 50,
) -> Page[Contact]:
    """A page of the contacts the actor may know of, by name, with company, addresses and phones. `fields`:
    what is wanted of custom fields, by key; `external_id`: the one another program calls so."""
    contacts = _contacts_with(visible_contacts(actor).filter(hidden=False), words)
    if fields:
        contacts = contacts.filter(condition(actor, "contact", fields))
    if external_id:
        contacts = contacts.filter(external_id=external_id)
    if company is not None:
        contacts = contacts.filter(company__uid=company)
    if after:
        contacts = contacts.filter(BY_NAME.behind(after))
    rows = with_addresses(contacts.order_by(*BY_NAME.expressions))[: limit + 1]
    return page_of(list(rows), BY_NAME, limit)


def companies_page(
    actor: Actor,
    *,
    words: str = "",
    fields: Mapping[str, str] | None = None,
    external_id: str = "",
    after: str = "",
    limit: int = 50,
) -> Page[Company]:
    """A page of the companies the actor may know of, by name, with mail domains and phones. `fields`: what is
    wanted of custom fields, by key; `external_id`: the one another program calls so."""
    companies = _companies_with(visible_companies(actor).filter(hidden=False), words)
    if fields:
        companies = companies.filter(condition(actor, "company", fields))
    if external_id:
        companies = companies.filter(external_id=external_id)
    if after:
        companies = companies.filter(BY_NAME.behind(after))
    rows = companies.order_by(*BY_NAME.expressions).prefetch_related("domains", "phones")[: limit + 1]
    return page_of(list(rows), BY_NAME, limit)


def companies_found(actor: Actor, words: str = "") -> QuerySet[Company]:
    """Every company the actor's list shows for these words; for taking them out."""
    return _companies_with(visible_companies(actor).filter(hidden=False), words)


def contacts_found(actor: Actor, words: str = "") -> QuerySet[Contact]:
    """The same of contacts."""
    return _contacts_with(visible_contacts(actor).filter(hidden=False), words)


def _contacts_with(contacts: QuerySet[Contact], words: str) -> QuerySet[Contact]:
    return contacts.filter(pk__in=people_called(words)) if text.key(words) else contacts


def _companies_with(companies: QuerySet[Company], words: str) -> QuerySet[Company]:
    return companies.filter(pk__in=companies_called(words)) if text.key(words) else companies


def _word_begins(wanted: str) -> Q:
    """A word of the name begins so, also inside quotation marks: ООО «Ромашка»."""
    found = Q()
    for before in (" ", "«", '"', "“", "(", "-"):
        found |= Q(name_key__contains=f"{before}{wanted}")
    return found


def with_addresses(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Contacts with company, addresses and phones in a constant number of queries."""
    emails = Prefetch("emails", queryset=ContactEmail.objects.order_by("position", "id"))
    return contacts.select_related("company").prefetch_related(emails, "phones", "messengers")


def contact_with_addresses(contact: Contact) -> Contact:
    """The contact as it is now, with company, addresses and phones at hand."""
    return with_addresses(Contact.objects.filter(pk=contact.pk)).get()


def first_email(contact: Contact) -> str:
    """The address mails to this contact go to; empty when there is none."""
    row = ContactEmail.objects.filter(contact=contact).order_by("position", "id").first()
    return row.email if row else ""


def contacts_of(actor: Actor, company: Company, limit: int = 50) -> Sequence[Contact]:
    """The company's people that the actor may know of, by name; also others who work for it."""
    further = ContactCompany.objects.filter(company=company).values("contact")
    theirs = visible_contacts(actor).filter(Q(company=company) | Q(pk__in=further), hidden=False)
    return list(with_addresses(theirs.order_by("name_key", "id"))[:limit])


def domains_of(company: Company) -> Sequence[str]:
    """The company's mail domains."""
    return list(
        CompanyDomain.objects.filter(company=company).order_by("domain").values_list("domain", flat=True)
    )


def has_colleagues(actor: Actor) -> bool:
    """Whether there is anybody a client may register for besides themselves."""
    return orderable_contacts(actor).exists()


def colleagues(actor: Actor, words: str, limit: int = COLLEAGUES) -> Sequence[Contact]:
    """The people a client may register for in whose name or address every word begins something, by name.

    Two letters at least, and few at a time: it helps to name somebody, it is no list of who works there.
    """
    wanted = text.key(words)
    if len(wanted) < LEAST_OF_NAME:
        return ()
    found = orderable_contacts(actor)
    for word in wanted.split():
        found = found.filter(
            Q(name_key__startswith=word)
            | _word_begins(word)
            | Q(pk__in=ContactEmail.objects.filter(email__startswith=word).values("contact"))
        )
    return list(with_addresses(found.order_by("name_key", "id"))[:limit])


def people_of_company(actor: Actor, limit: int = 300) -> Sequence[tuple[str, str]]:
    """Uid and name of the people of the companies open to a client, by name."""
    if not (actor.is_contact and actor.companies):
        return ()

    companies = filled(sorted(actor.companies))

    def build(*ids: int) -> Rows:
        rows = Contact.objects.filter(company_id__in=ids, hidden=False).order_by("name_key", "id")
        return rows.values_list("uid", "name")[:limit]

    return _PEOPLE.rows(build, *companies, shape=(limit, len(companies)))


def company_name(company_id: int | None) -> str:
    """The name of a company by its row; empty for a private person."""
    if company_id is None:
        return ""
    return Company.objects.filter(pk=company_id).values_list("name", flat=True).first() or ""


def contact_name(contact_id: int) -> str:
    """The name of a contact by their row, for pages of a request they have a part in."""
    return Contact.objects.filter(pk=contact_id).values_list("name", flat=True).first() or ""


def contact_of_actor(actor: Actor) -> Contact | None:
    """The contact a client acts as, with the company."""
    if actor.contact_id is None:
        return None
    return Contact.objects.select_related("company__brand").filter(pk=actor.contact_id).first()
