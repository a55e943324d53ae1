"""The companies a contact works for: the main one, and those they stand in besides."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.clients.models import Company, Contact, ContactCompany


def companies_of(contact: Contact) -> Sequence[Company]:
    """The main one first, the others by name; without those that are hidden. Nothing for a private person."""
    rows = ContactCompany.objects.filter(contact=contact, company__hidden=False)
    further = [row.company for row in rows.select_related("company").order_by("company__name_key")]
    main = [contact.company] if contact.company is not None else []
    return [*main, *(company for company in further if company.pk != contact.company_id)]


def works_for(contact: Contact, company: Company) -> bool:
    """Whether a request of this contact can be one of this company."""
    if contact.company_id == company.pk:
        return True
    return ContactCompany.objects.filter(contact=contact, company=company).exists()
