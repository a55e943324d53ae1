"""Reads about levels of the portal, further companies and supervised ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otklik.clients.access import visible_companies
from otklik.clients.models import Company, Contact, ContactCompany, Supervision
from otklik.people.actor import Actor


def open_companies(actor: Actor) -> Sequence[tuple[str, str]]:
    """Uid and name of the companies open to a client, by name; nobody asks for fewer than two."""
    if len(actor.companies) < 2:
        return ()
    rows = Company.objects.filter(pk__in=sorted(actor.companies)).order_by("name_key", "id")
    return [(str(uid), name) for uid, name in rows.values_list("uid", "name")]


def further_companies(contact: Contact) -> Sequence[ContactCompany]:
    """The further companies of a contact whoever asks has in hand, with their level there, by name."""
    rows = ContactCompany.objects.filter(contact=contact).select_related("company")
    return list(rows.order_by("company__name_key", "company_id"))


def belongs_to(contact: Contact, company_id: int) -> bool:
    """Whether a contact whoever asks has in hand has to do with that company: it is theirs, a further one, or
    open to them because theirs looks after it."""
    if company_id == contact.company_id or company_id in contact.scope_companies:
        return True
    return ContactCompany.objects.filter(contact=contact, company=company_id).exists()


def supervised_by(actor: Actor, company: Company) -> Sequence[Company]:
    """The companies that one looks after, of those the actor may know of, by name."""
    rows = visible_companies(actor).filter(supervised_by__company=company)
    return list(rows.order_by("name_key", "id"))


def supervised_ids(company: Company) -> set[int]:
    """The ids of all of them, for who changes the list."""
    return set(Supervision.objects.filter(company=company).values_list("supervised_id", flat=True))


def names_of(contacts: Collection[int]) -> dict[int, str]:
    """Names of contacts by their rows, for the logs of administrators. One query, none for nobody."""
    if not contacts:
        return {}
    return dict(Contact.objects.filter(pk__in=contacts).values_list("pk", "name"))
