"""`/contracts`: what is agreed with a client's companies, for those who see all of their requests; and what a
new request is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.catalogue.queries import catalogue
from otklik.clients.contract_access import require_contracts
from otklik.clients.contract_choice import About, under
from otklik.clients.contract_queries import (
    ContractRow,
    covered_assets,
    covered_sites,
    own_contracts,
)
from otklik.clients.papers import papers_of
from otklik.core.errors import NotFound
from otklik.portal.documents import Paper, paper_of
from otklik.portal.frame import portal_frame
from otklik.web.contract_words import Told, told, told_client
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.catalogue.models import Service


@dataclass(frozen=True)
class Agreement:
    """A contract as its client reads it."""

    row: ContractRow
    told: Told
    services: Sequence[str]
    places: Sequence[str]
    papers: Sequence[Paper]


@require_safe
@client_page
def contracts(request: OtklikRequest) -> HttpResponse:
    """The contracts with their service periods and public files. Sums are not told."""
    require_contracts()
    if not request.actor.companies:
        raise NotFound(_("There is no such page, or it is not open to you."))
    actor = request.actor
    files = [file for file in papers_of(actor) if file.contract_id is not None]
    rows = own_contracts(actor)
    context = {
        "portal": portal_frame(actor, "documents"),
        "agreements": [
            Agreement(
                row,
                told(row.standing),
                _services(row),
                [*(one.name for one in covered_sites(row)), *(one.name for one in covered_assets(row))],
                [paper_of(file) for file in files if file.contract_id == row.contract.pk],
            )
            for row in rows
        ],
    }
    return render(request, "portal/contracts.html", context)


def paid_note(company_id: int | None, service: Service | None) -> str:
    """That the work may be paid for separately, before a request for it is sent; empty where it is covered,
    where it depends on the place that is yet to be chosen, or where nothing is agreed with anybody."""
    found = under(About(company_id, service.pk if service else None))
    return told_client(found.standing) if found is not None and not found.has_others else ""


def _services(row: ContractRow) -> Sequence[str]:
    known = catalogue()
    return [
        str(known.services[one.pk].name) for one in row.contract.services.all() if one.pk in known.services
    ]
