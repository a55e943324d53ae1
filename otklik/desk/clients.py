"""Clients on the desk: the list of companies, and one contact with their tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.catalogue.queries import catalogue
from otklik.clients.access import GIVE_ACCESS, VIEW_AS, get_contact_for
from otklik.clients.duplicates import last_merge
from otklik.clients.enums import MESSENGER_NAMES, MessengerKind
from otklik.clients.queries import companies_page, search_contacts
from otklik.desk.client_tabs import client_tabs
from otklik.desk.contact_story import contact_story
from otklik.desk.levels_told import levels_told
from otklik.desk.mass_letters import mass_of
from otklik.desk.narrowing import narrowing
from otklik.desk.our_people import manager_of, observers_of
from otklik.desk.own_columns import own_columns
from otklik.notifications.failing import failing_of
from otklik.notifications.house_letters import account_letter
from otklik.people.queries import staff
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.tickets.queries.counting import open_of_companies
from otklik.web import custom_fields
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import rows_of
from otklik.web.staff_frame import shell_for
from otklik.web.telephone import telephones

if TYPE_CHECKING:
    from otklik.clients.models import Company

LIMIT = 50


@require_safe
@staff_page
def companies(request: OtklikRequest) -> HttpResponse:
    """Companies that fit the words and the filters, by name, fifty a page; with words alone also contacts."""
    actor, words = request.actor, request.GET.get("q", "")
    narrow = narrowing(request, "company", "desk-companies", q=words)
    after = request.GET.get("after", "")
    page = companies_page(actor, words=words, fields=narrow.fields, after=after, limit=LIMIT)
    people = search_contacts(actor, words, LIMIT) if words and not narrow.active else []
    context = {
        "shell": shell_for(actor, "clients"),
        "tabs": client_tabs("companies"),
        "words": words,
        "narrow": narrow,
        "companies": page.rows,
        "managers": {row.pk: _manager(row) for row in page.rows},
        "open": open_of_companies(actor, [row.pk for row in page.rows]),
        "categories": {code: str(row.name) for code, row in catalogue().company_categories.items()},
        "contacts": people,
        "own": own_columns(actor, "company", page.rows),
        "of_people": own_columns(actor, "contact", people),
        "next_url": narrow.following(page.after),
    }
    return render(request, "desk/companies.html", context)


@require_safe
@staff_page
def contact(request: OtklikRequest, uid: str) -> HttpResponse:
    """A contact: how to reach them, their company, their tickets newest first."""
    found = get_contact_for(request.actor, str(uid))
    uid = str(found.uid)  # of a merged one the survivor's
    page = tickets_page(request.actor, ListQuery(view="archive", filters=Filters(contact=uid)))
    context = {
        "shell": shell_for(request.actor, "clients"),
        "contact": found,
        "custom": custom_fields.facts(request.actor, "contact", found.custom, {}),
        "emails": [row.email for row in found.emails.all()],
        "mass": mass_of(request.actor, found),
        "letter": account_letter(request.actor, found.user_id),
        "failing": {one.address: one for one in failing_of(request.actor, found)},
        "phones": telephones(found.phones.all()),
        "messengers": [(_messenger(row.kind), row.address) for row in found.messengers.all()],
        "portal": levels_told(found),
        "last_merge": last_merge(request.actor, found),
        "may_view": request.actor.has(VIEW_AS) and not found.hidden,
        "may_give_access": request.actor.has(GIVE_ACCESS),
        "manager": manager_of(found),
        "observers": observers_of(found),
        "story": contact_story(request.actor, found),
        "rows": rows_of(request.actor, page.rows, {"view": "archive", "contact": uid}),
        "all_url_query": f"view=archive&contact={uid}",
        "has_more": page.after is not None,
    }
    return render(request, "desk/contact.html", context)


def _manager(company: Company) -> str:
    """Who looks after a company, briefly; empty for nobody."""
    people = staff()
    team = people.teams.get(company.manager_team_id or 0)
    agent = people.agents.get(company.manager_agent_id or 0)
    return str(team.name) if team else agent.short_name if agent else ""


def _messenger(kind: str) -> str:
    """What a messenger is called."""
    known = MESSENGER_NAMES.get(MessengerKind(kind))
    return known or _("other messenger")
