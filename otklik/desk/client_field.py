"""The client of a form: one of those who fit what was typed; by script at once, without it by sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.access import get_company_for, get_contact_for
from otklik.clients.companies_of import companies_of
from otklik.clients.queries import contact_with_addresses, contacts_of, search_contacts
from otklik.core import text
from otklik.core.errors import Invalid, NotFound
from otklik.desk import contract_field, place_field
from otklik.people.actor import Actor
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import Row, rows_of

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact
    from otklik.tickets.models import Ticket

TOLD = ("contact", "company", "service", "site", "asset", "contract")
"""What the form says of the client and what was agreed with them."""
OFFERED = 8
OPEN_TICKETS = 5


@dataclass(frozen=True)
class Known:
    """The chosen client, and what of theirs is open."""

    contact: Contact | None
    open_rows: Sequence[Row]
    places: place_field.Offered = field(default_factory=place_field.Offered)
    companies: Sequence[Company] = ()
    asked: Company | None = None

    @property
    def company(self) -> str:
        """The uid of the company it is for, where boxes search; empty: everywhere."""
        return str(self.asked.uid) if self.asked else ""

    @property
    def name(self) -> str:
        """Empty for nobody."""
        return self.contact.name if self.contact else ""


@require_safe
@staff_page
def options(request: OtklikRequest) -> HttpResponse:
    """Contacts that fit the words `q` (name, company, address, phone), as options."""
    words = request.GET.get("q", "")
    context = {"contacts": search_contacts(request.actor, words, OFFERED), "words": words}
    return render(request, "desk/contact_options.html", context)


@require_safe
@staff_page
def chosen(request: OtklikRequest) -> HttpResponse:
    """What to know of the chosen `contact` while talking: how to reach them, what is open already."""
    given = {name: request.GET.get(name, "") for name in TOLD}
    known = known_client(request.actor, given["contact"], given=given)
    agreed = contract_field.agreed_in(request.actor, given, None)
    context = {"known": known, "given": given, "agreed": agreed, "problems": {}}
    return render(request, "desk/client_chosen.html", context)


def known_client(
    actor: Actor,
    uid: str,
    ticket: Ticket | None = None,
    *,
    company_id: int | None = None,
    given: Mapping[str, str] | None = None,
) -> Known:
    """The contact with this uid, with addresses, open tickets, and the company's sites and equipment to
    choose from. For an empty one nobody, and the places of `company_id`. `ticket`: the one that is edited;
    `given`: the form, whose site and equipment are told in any case."""
    if not uid:
        return Known(None, (), place_field.offered(actor, company_id, ticket, given))
    contact = contact_with_addresses(get_contact_for(actor, uid))
    companies = _companies_of(contact, ticket)
    wanted = (given or {}).get("company", "")
    usual = ticket.company if ticket is not None and ticket.contact_id == contact.pk else contact.company
    asked = next((one for one in companies if str(one.uid) == wanted), usual)
    places = place_field.offered(actor, asked.pk if asked else None, ticket, given)
    several = companies if len(companies) > 1 else ()
    return Known(contact, _open_rows(actor, uid), places, several, asked)


def _companies_of(contact: Contact, ticket: Ticket | None) -> Sequence[Company]:
    """Those they work for; while their ticket is edited also the one it is of: they may have left it."""
    companies = companies_of(contact)
    if ticket is None or ticket.contact_id != contact.pk or ticket.company is None:
        return companies
    return companies if ticket.company in companies else [ticket.company, *companies]


def named_client(actor: Actor, given: Mapping[str, str]) -> Contact | None:
    """The contact a form names: `fit`, picked of several; `contact`, chosen while typing; or the only one
    that the words of `client` fit.

    `Invalid` when they fit nobody or several. Words changed after a choice count more than that choice.
    """
    if given.get("fit"):
        return _picked(actor, given["fit"])
    words = given.get("client", "")
    picked = _picked(actor, given.get("contact", ""))
    if picked is not None and text.key(words) in ("", text.key(picked.name)):
        return picked
    if not words:
        return None
    found = search_contacts(actor, words, OFFERED)
    if len(found) == 1:
        return found[0]
    same = [contact for contact in found if text.key(contact.name) == text.key(words)]
    if len(same) == 1:
        return same[0]
    raise Invalid(
        {"client": _("Several clients fit. Choose one.") if found else _("No client fits these words.")}
    )


def people_of(actor: Actor, uid: str) -> Sequence[Contact]:
    """Those to choose from where the address of a form names a company; `NotFound` for one that is not open
    to the actor."""
    return contacts_of(actor, get_company_for(actor, uid), OFFERED) if uid else ()


def fitting(actor: Actor, given: Mapping[str, str]) -> Sequence[Contact]:
    """Who fits the words of a form that came back, to choose from without script."""
    words = given.get("client", "")
    return search_contacts(actor, words, OFFERED) if words else ()


def _picked(actor: Actor, uid: str) -> Contact | None:
    if not uid:
        return None
    try:
        return get_contact_for(actor, uid)
    except NotFound as error:
        raise Invalid({"client": _("No client fits these words.")}) from error


def _open_rows(actor: Actor, uid: str) -> Sequence[Row]:
    query = ListQuery(view="all", filters=Filters(contact=uid), sort="updated", limit=OPEN_TICKETS)
    return rows_of(actor, tickets_page(actor, query).rows, {"view": "all", "contact": uid})
