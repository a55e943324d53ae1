"""`/documents`: what is on file for a client's companies; for those who see all their requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.contract_queries import has_contracts
from otklik.clients.papers import papers_of
from otklik.core.errors import NotFound
from otklik.portal.frame import portal_frame
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest
from otklik.web.typography import filesize

if TYPE_CHECKING:
    from otklik.clients.models import ClientFile


@dataclass(frozen=True)
class Paper:
    """One document."""

    name: str
    href: str
    size: str
    at: datetime


@dataclass(frozen=True)
class Shelf:
    """The documents of one owner."""

    title: str
    papers: Sequence[Paper]


@require_safe
@client_page
def documents(request: OtklikRequest) -> HttpResponse:
    """The documents, the newest first, under the names of their companies and the numbers of contracts."""
    if not request.actor.companies:
        raise NotFound(_("There is no such page, or it is not open to you."))
    context = {
        "portal": portal_frame(request.actor, "documents"),
        "has_contracts": has_contracts(request.actor),
        "shelves": _shelves(papers_of(request.actor)),
    }
    return render(request, "portal/documents.html", context)


def paper_of(row: ClientFile) -> Paper:
    """A file as a line of a list."""
    return Paper(row.file.name, reverse("file", args=[row.file.uid]), filesize(row.file.size), row.created_at)


def _shelves(rows: Iterable[ClientFile]) -> list[Shelf]:
    found: dict[str, list[Paper]] = {}
    for row in rows:
        found.setdefault(_owner(row), []).append(paper_of(row))
    return [Shelf(title, papers) for title, papers in found.items()]


def _owner(row: ClientFile) -> str:
    if row.contract is not None:
        return _("Contract %(number)s") % {"number": row.contract.number}
    return row.company.name if row.company else ""
