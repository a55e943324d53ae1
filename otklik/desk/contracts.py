"""Contracts on the desk: the list, by number, with how each stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.clients.contract_access import EDIT_CONTRACTS, require_contracts
from otklik.clients.contract_queries import Wanted, contracts_page
from otklik.desk.client_tabs import client_tabs
from otklik.desk.narrowing import narrowing
from otklik.desk.our_people import manager_of
from otklik.desk.own_columns import own_columns
from otklik.web.contract_words import standing_names, told
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for


@require_safe
@staff_page
def contracts(request: OtklikRequest) -> HttpResponse:
    """A page of the contracts that fit the words (`q`) and the filters, stand so (`standing`), of one company
    (`company`)."""
    require_contracts()
    words, company = request.GET.get("q", "").strip(), request.GET.get("company", "")
    standing = request.GET.get("standing", "")
    narrow = narrowing(request, "contract", "desk-contracts", q=words, company=company, standing=standing)
    wanted = Wanted(words, company, standing, request.GET.get("after", ""), fields=narrow.fields)
    page = contracts_page(request.actor, wanted)
    context = {
        "shell": shell_for(request.actor, "clients"),
        "tabs": client_tabs("contracts"),
        "words": words,
        "narrow": narrow,
        "company_uid": company,
        "standing": standing,
        "standings": standing_names(),
        "contracts": [(row, told(row.standing), manager_of(row.contract)) for row in page.rows],
        "may_edit": request.actor.has(EDIT_CONTRACTS),
        "next_url": narrow.following(page.after),
        "own": own_columns(request.actor, "contract", [row.contract for row in page.rows]),
    }
    return render(request, "desk/contracts.html", context)
