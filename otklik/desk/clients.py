"""Clients on the desk: companies, one company with its people, one contact; each with its tickets."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.access import get_company_for, get_contact_for
from otklik.clients.queries import contacts_of, domains_of, search_companies, search_contacts
from otklik.people.queries import staff
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.tickets.queries.counting import open_of_companies
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import rows_of
from otklik.web.staff_frame import shell_for

LIMIT = 50


@require_safe
@staff_page
def companies(request: OtklikRequest) -> HttpResponse:
    """Companies and contacts that fit the words; without words the first fifty companies."""
    words = request.GET.get("q", "")
    found = search_companies(request.actor, words, LIMIT)
    context = {
        "shell": shell_for(request.actor, "clients"),
        "words": words,
        "companies": found,
        "open": open_of_companies(request.actor, [row.pk for row in found]),
        "categories": _categories(),
        "contacts": search_contacts(request.actor, words, LIMIT) if words else [],
    }
    return render(request, "desk/companies.html", context)


@require_safe
@staff_page
def company(request: OtklikRequest, uid: str) -> HttpResponse:
    """A company: facts, people, its tickets newest first."""
    found = get_company_for(request.actor, str(uid))
    query = ListQuery(view="archive", filters=Filters(company=str(uid)))
    page = tickets_page(request.actor, query)
    people = staff()
    context = {
        "shell": shell_for(request.actor, "clients"),
        "company": found,
        "category": _categories().get(found.category, found.category),
        "domains": domains_of(found),
        "contacts": contacts_of(request.actor, found, LIMIT),
        "manager": people.agents.get(found.manager_agent_id or 0),
        "rows": rows_of(request.actor, page.rows, {"view": "archive", "company": str(uid)}),
        "all_url_query": f"view=archive&company={uid}",
        "has_more": page.after is not None,
    }
    return render(request, "desk/company.html", context)


@require_safe
@staff_page
def contact(request: OtklikRequest, uid: str) -> HttpResponse:
    """A contact: how to reach them, their company, their tickets newest first."""
    found = get_contact_for(request.actor, str(uid))
    page = tickets_page(request.actor, ListQuery(view="archive", filters=Filters(contact=str(uid))))
    context = {
        "shell": shell_for(request.actor, "clients"),
        "contact": found,
        "emails": [row.email for row in found.emails.all()],
        "phones": [row.phone for row in found.phones.all()],
        "rows": rows_of(request.actor, page.rows, {"view": "archive", "contact": str(uid)}),
        "all_url_query": f"view=archive&contact={uid}",
        "has_more": page.after is not None,
    }
    return render(request, "desk/contact.html", context)


def _categories() -> dict[str, str]:
    """The delivered kinds of clients in words; an administrator's own stand as they were typed."""
    return {"client": _("client"), "vip": _("VIP"), "partner": _("partner")}
