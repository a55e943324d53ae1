"""`/contracts/{uid}/files`: papers of a contract; for employees and, where public, its clients."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.client_files import (
    ClientFileOut,
    ClientFilePatch,
    ClientFiles,
    ClientFilesIn,
    file_out,
)
from otklik.clients.commands import add_files, open_file, remove_file
from otklik.clients.contract_access import get_contract_for, require_contract_edit
from otklik.clients.file_access import get_client_file_for
from otklik.clients.papers import files_of
from otklik.core.errors import NotFound

if TYPE_CHECKING:
    from otklik.clients.models import ClientFile

router = Router(tags=["clients"])


@router.get(
    "/{uuid:uid}/files",
    **told(
        _("List the files of a contract"),
        _("Newest first; a contact reads the public ones."),
        gives={200: ClientFiles},
        refuses=(404,),
    ),
)
def list_contract_files(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Up to two hundred."""
    contract = get_contract_for(request.auth, str(uid))
    return answer(ClientFiles(items=[file_out(row) for row in files_of(request.auth, contract)]))


@router.post(
    "/{uuid:uid}/files",
    **told(
        _("Put files to a contract"),
        _("Upload them first (`POST /files`) and send their uids."),
        gives={201: ClientFiles},
        refuses=(403, 404, 409, 422),
    ),
)
def add_contract_files(request: ApiRequest, uid: UUID, body: ClientFilesIn) -> HttpResponse:
    """`commands.add_files`."""
    actor = request.auth
    contract = get_contract_for(actor, str(uid))
    require_contract_edit(actor)
    files = [one.file for one in references.attachments(actor, body.files)]

    def add() -> ClientFiles:
        rows = add_files(actor, contract, files, public=body.public)
        return ClientFiles(items=[file_out(row) for row in rows])

    return answer_once(request, add, status=201)


@router.patch(
    "/{uuid:uid}/files/{uuid:file}",
    **told(
        _("Show a file of a contract to its clients, or no longer"),
        gives={200: ClientFileOut},
        refuses=(403, 404, 422),
    ),
)
def patch_contract_file(request: ApiRequest, uid: UUID, file: UUID, body: ClientFilePatch) -> HttpResponse:
    """`commands.open_file`."""
    row = _file(request, uid, file)
    return answer(file_out(open_file(request.auth, row, public=body.public)))


@router.delete(
    "/{uuid:uid}/files/{uuid:file}",
    **told(_("Remove a file of a contract"), gives={204: None}, refuses=(403, 404)),
)
def remove_contract_file(request: ApiRequest, uid: UUID, file: UUID) -> HttpResponse:
    """`commands.remove_file`."""
    remove_file(request.auth, _file(request, uid, file))
    return HttpResponse(status=204)


def _file(request: ApiRequest, contract: UUID, file: UUID) -> ClientFile:
    """The file, where it is this contract's."""
    row = get_client_file_for(request.auth, str(file))
    if row.contract_id != get_contract_for(request.auth, str(contract)).pk:
        raise NotFound
    return row
