"""The companies a contact works for: the main one, and those they stand in besides."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from otklik.clients.models import Company, Contact, ContactCompany
from otklik.core.errors import Invalid
from otklik.people.actor import Actor


def companies_of(contact: Contact) -> Sequence[Company]:
    """The main one first, the others by name; without those that are hidden. Nothing for a private person."""
    rows = ContactCompany.objects.filter(contact=contact, company__hidden=False)
    further = [row.company for row in rows.select_related("company").order_by("company__name_key")]
    main = [contact.company] if contact.company is not None else []
    return [*main, *(company for company in further if company.pk != contact.company_id)]


def several_of(actor: Actor) -> Sequence[Company]:
    """The companies a client may ask for, the main one first; nothing where there is nothing to choose."""
    if actor.contact_id is None or actor.only_ticket is not None:
        return ()
    rows = ContactCompany.objects.filter(contact_id=actor.contact_id, company__hidden=False)
    further = [row.company for row in rows.select_related("company").order_by("company__name_key")]
    if not further:
        return ()
    main = list(Company.objects.filter(pk=actor.company_id or 0))
    found = [*main, *(one for one in further if one.pk != actor.company_id)]
    return found if len(found) > 1 else ()


def company_asked(contact: Contact | None, uid: str) -> Company | None:
    """The one with this uid of a contact's companies; None for their main one, which nobody need name.
    `Invalid` for one that is not theirs."""
    found = company_among(contact, uid)
    return None if contact is None or found is None or found.pk == contact.company_id else found


def company_among(contact: Contact | None, uid: str) -> Company | None:
    """The same with the main one told; None where nobody or nothing is named."""
    if not uid or contact is None:
        return None
    found = next((one for one in companies_of(contact) if str(one.uid) == uid), None)
    if found is None:
        raise Invalid({"company": _("They do not work for this company.")})
    return found


def works_for(contact: Contact, company: Company) -> bool:
    """Whether a request of this contact can be one of this company."""
    if contact.company_id == company.pk:
        return True
    return ContactCompany.objects.filter(contact=contact, company=company).exists()
