"""Files of a client, the same for a company and a contract: what their operations do."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from django.http import HttpResponse

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.request import ApiRequest
from otklik.api.schemas.client_files import ClientFilePatch, ClientFiles, ClientFilesIn, file_out
from otklik.clients.commands import add_files, open_file, remove_file
from otklik.clients.file_access import get_client_file_for
from otklik.clients.papers import files_of
from otklik.core.errors import NotFound

if TYPE_CHECKING:
    from otklik.clients.models import ClientFile, Company, Contract

    Owner: TypeAlias = Company | Contract


def listed(request: ApiRequest, owner: Owner) -> HttpResponse:
    """Up to two hundred, newest first."""
    return answer(ClientFiles(items=[file_out(row) for row in files_of(request.auth, owner)]))


def added(request: ApiRequest, owner: Owner, body: ClientFilesIn) -> HttpResponse:
    """`commands.add_files` of uploads; the caller has checked the right to change the owner."""
    files = [one.file for one in references.attachments(request.auth, body.files)]

    def add() -> ClientFiles:
        rows = add_files(request.auth, owner, files, public=body.public)
        return ClientFiles(items=[file_out(row) for row in rows])

    return answer_once(request, add, status=201)


def opened(request: ApiRequest, owner: Owner, file: UUID, body: ClientFilePatch) -> HttpResponse:
    """`commands.open_file`."""
    row = _file(request, owner, file)
    return answer(file_out(open_file(request.auth, row, public=body.public)))


def removed(request: ApiRequest, owner: Owner, file: UUID) -> HttpResponse:
    """`commands.remove_file`."""
    remove_file(request.auth, _file(request, owner, file))
    return HttpResponse(status=204)


def _file(request: ApiRequest, owner: Owner, file: UUID) -> ClientFile:
    """The file, where it is this owner's."""
    row = get_client_file_for(request.auth, str(file))
    if owner not in (row.company, row.contract):
        raise NotFound
    return row
