"""`/companies/{uid}/files`: what is on file for a client; for employees and, where public, its contacts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import papers
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.client_files import (
    ClientFileOut,
    ClientFilePatch,
    ClientFiles,
    ClientFilesIn,
)
from otklik.clients.access import get_company_for, require_edit

router = Router(tags=["clients"])


@router.get(
    "/{uuid:uid}/files",
    **told(
        _("List the files of a company"),
        _(
            "Newest first. A contact reads the public ones of companies all of whose tickets are open to "
            "them."
        ),
        gives={200: ClientFiles},
        refuses=(404,),
    ),
)
def list_company_files(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Up to two hundred."""
    return papers.listed(request, get_company_for(request.auth, str(uid)))


@router.post(
    "/{uuid:uid}/files",
    **told(
        _("Put files to a company"),
        _("Upload them first (`POST /files`) and send their uids."),
        gives={201: ClientFiles},
        refuses=(403, 404, 409, 422),
    ),
)
def add_company_files(request: ApiRequest, uid: UUID, body: ClientFilesIn) -> HttpResponse:
    """`commands.add_files`."""
    company = get_company_for(request.auth, str(uid))
    require_edit(request.auth)
    return papers.added(request, company, body)


@router.patch(
    "/{uuid:uid}/files/{uuid:file}",
    **told(
        _("Show a file of a company to its contacts, or no longer"),
        gives={200: ClientFileOut},
        refuses=(403, 404, 422),
    ),
)
def patch_company_file(request: ApiRequest, uid: UUID, file: UUID, body: ClientFilePatch) -> HttpResponse:
    """`commands.open_file`."""
    return papers.opened(request, get_company_for(request.auth, str(uid)), file, body)


@router.delete(
    "/{uuid:uid}/files/{uuid:file}",
    **told(_("Remove a file of a company"), gives={204: None}, refuses=(403, 404)),
)
def remove_company_file(request: ApiRequest, uid: UUID, file: UUID) -> HttpResponse:
    """`commands.remove_file`."""
    return papers.removed(request, get_company_for(request.auth, str(uid)), file)
