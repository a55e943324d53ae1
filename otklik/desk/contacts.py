"""Contacts on the desk: the list of them all."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.clients.queries import contacts_page
from otklik.core.ids import read_uid
from otklik.desk.client_tabs import client_tabs
from otklik.desk.narrowing import narrowing
from otklik.desk.own_columns import own_columns
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for


@require_safe
@staff_page
def contacts(request: OtklikRequest) -> HttpResponse:
    """A page of the contacts that fit the words (`q`) and the filters, of one company with `company`."""
    actor, words = request.actor, request.GET.get("q", "").strip()
    company = request.GET.get("company", "")
    narrow = narrowing(request, "contact", "desk-contacts", q=words, company=company)
    page = contacts_page(
        actor,
        words=words,
        company=read_uid(company) if company else None,
        fields=narrow.fields,
        after=request.GET.get("after", ""),
    )
    context = {
        "shell": shell_for(actor, "clients"),
        "tabs": client_tabs("contacts"),
        "words": words,
        "company_uid": company,
        "narrow": narrow,
        "contacts": page.rows,
        "own": own_columns(actor, "contact", page.rows),
        "next_url": narrow.following(page.after),
    }
    return render(request, "desk/contacts.html", context)
