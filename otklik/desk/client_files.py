"""Files of a client on its card: put, shown to its contacts or not, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.clients.access import get_company_for
from otklik.clients.commands import FileOwner, add_files, open_file, remove_file
from otklik.clients.contract_access import get_contract_for
from otklik.clients.file_access import get_client_file_for
from otklik.core.actors import ActorKind
from otklik.core.errors import Invalid
from otklik.people.queries import staff
from otklik.web.flash import say_next
from otklik.web.form_files import uploaded
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.typography import filesize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from otklik.clients.models import ClientFile


@dataclass(frozen=True)
class Paper:
    """One file of the list; `opens` and `removes` are where its buttons post to."""

    name: str
    href: str
    size: str
    who: str
    at: datetime
    public: bool
    opens: str
    removes: str


def papers(files: Iterable[ClientFile]) -> list[Paper]:
    """Files as the card lists them."""
    return [
        Paper(
            name=row.file.name,
            href=reverse("file", args=[row.file.uid]),
            size=filesize(row.file.size),
            who=_who(row),
            at=row.created_at,
            public=row.public,
            opens=reverse("desk-client-file", args=[row.uid]),
            removes=reverse("desk-client-file-removal", args=[row.uid]),
        )
        for row in files
    ]


@require_POST
@staff_page
def add(request: OtklikRequest, uid: str) -> HttpResponse:
    """Put the files of the form to the company; `public=1`: its contacts read them."""
    company = get_company_for(request.actor, str(uid))
    return _add(request, company, f"{reverse('desk-company', args=[company.uid])}#co-files")


@require_POST
@staff_page
def add_to_contract(request: OtklikRequest, uid: str) -> HttpResponse:
    """The same for a contract."""
    contract = get_contract_for(request.actor, str(uid))
    return _add(request, contract, f"{reverse('desk-contract', args=[contract.uid])}#co-files")


def _add(request: OtklikRequest, owner: FileOwner, back: str) -> HttpResponse:
    try:
        # Bytes before the transaction: no lock waits for the disk.
        sent = [one.file for one in uploaded(request.actor, request.FILES.getlist("files"))]
        add_files(request.actor, owner, sent, public=request.POST.get("public") == "1")
    except Invalid as error:
        say_next(request, next(iter(error.fields.values())))
        return HttpResponseRedirect(back)
    say_next(request, _("Saved."))
    return HttpResponseRedirect(back)


@require_POST
@staff_page
def change(request: OtklikRequest, uid: str) -> HttpResponse:
    """Show a file to the client's contacts (`public=1`) or keep it among colleagues."""
    row = get_client_file_for(request.actor, str(uid))
    open_file(request.actor, row, public=request.POST.get("public") == "1")
    return HttpResponseRedirect(_back(row))


@require_POST
@staff_page
def removal(request: OtklikRequest, uid: str) -> HttpResponse:
    """Take a file away."""
    row = get_client_file_for(request.actor, str(uid))
    back = _back(row)
    remove_file(request.actor, row)
    say_next(request, _("The file is removed."))
    return HttpResponseRedirect(back)


def _back(row: ClientFile) -> str:
    """The card the file stands on."""
    if row.contract is not None:
        return f"{reverse('desk-contract', args=[row.contract.uid])}#co-files"
    if row.company is None:
        return reverse("desk-companies")
    return f"{reverse('desk-company', args=[row.company.uid])}#co-files"


def _who(row: ClientFile) -> str:
    known = row.file.uploader_kind == ActorKind.AGENT
    agent = staff().agents.get(row.file.uploader_id or 0) if known else None
    return agent.short_name if agent else ""
