"""`/desk/clients/companies/<uid>`: what is known of a company, its people, its tickets, its past."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.catalogue.queries import catalogue
from otklik.clients.access import get_company_for
from otklik.clients.contract_queries import contracts_of
from otklik.clients.duplicates import last_merge
from otklik.clients.level_queries import supervised_by
from otklik.clients.papers import files_of
from otklik.clients.queries import contacts_of, domains_of
from otklik.clients.settings import CONTRACTS
from otklik.desk.client_files import papers
from otklik.desk.client_story import story_of
from otklik.desk.company_places import places_of
from otklik.desk.local_time import time_there
from otklik.desk.our_people import manager_of, observers_of
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.tickets.queries.counting import open_of_companies
from otklik.web import custom_fields
from otklik.web.contract_words import told
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import rows_of
from otklik.web.staff_frame import shell_for
from otklik.web.telephone import telephones

PEOPLE = 50


@require_safe
@staff_page
def company(request: OtklikRequest, uid: str) -> HttpResponse:
    """A company: facts, people, its tickets newest first."""
    actor = request.actor
    found = get_company_for(actor, str(uid))
    uid = str(found.uid)  # of a merged one the survivor's
    page = tickets_page(actor, ListQuery(view="archive", filters=Filters(company=uid)))
    context = {
        "shell": shell_for(actor, "clients"),
        "company": found,
        "category": catalogue().company_category(found.category),
        "domains": domains_of(found),
        "custom": custom_fields.facts(actor, "company", found.custom, {}),
        "last_merge": last_merge(actor, found),
        "supervised": supervised_by(actor, found),
        "phones": telephones(found.phones.all()),
        "contacts": contacts_of(actor, found, PEOPLE),
        "manager": manager_of(found),
        "observers": observers_of(found),
        "zone": time_there(found.time_zone),
        "open": open_of_companies(actor, [found.pk]).get(found.pk, 0),
        "papers": papers(files_of(actor, found)),
        "story": story_of(actor, found, _("Company added"), _labels()),
        "rows": rows_of(actor, page.rows, {"view": "archive", "company": uid}),
        "all_url_query": f"view=archive&company={uid}",
        "contracts": [(row, told(row.standing)) for row in contracts_of(actor, found)],
        "has_contracts": CONTRACTS.get(),
        "places": places_of(actor, found),
        "has_more": page.after is not None,
    }
    return render(request, "desk/company.html", context)


def _labels() -> dict[str, str]:
    return {
        "name": _("title"),
        "external_id": _("external id"),
        "category": _("category"),
        "domains": _("mail domains"),
        "services": _("services open to it"),
        "supervised": _("supervised companies"),
        "files": _("files"),
        "file_public": _("who reads a file"),
        "phones": _("phones"),
        "inn": _("INN"),
        "kpp": _("KPP"),
        "tax_details": _("other details"),
        "time_zone": _("time zone"),
        "email": _("mail address"),
        "address": _("address"),
        "notes": _("notes"),
        "manager_agent": _("who looks after it"),
        "manager_team": _("who looks after it"),
        "observer_agents": _("observers"),
        "observer_teams": _("observers"),
    }
