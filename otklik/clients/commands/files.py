"""Files of clients: put, made public or internal, taken away."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.events import COMPANY_CHANGED
from otklik.clients.models import ClientFile, Company
from otklik.core import clock
from otklik.core.errors import Invalid, NotFound
from otklik.core.events import Change, Subject, record
from otklik.core.files import hold
from otklik.core.models import StoredFile
from otklik.people.actor import Actor

FileOwner = Company
"""What files belong to."""


@transaction.atomic
def add_files(
    actor: Actor, owner: FileOwner, files: Sequence[StoredFile], *, public: bool = False
) -> Sequence[ClientFile]:
    """Put uploads to a client, for its contacts too where `public`. Needs `clients.edit`.

    `Invalid({"files": …})` without one, or for one that belongs to a client already. Writes
    `company.changed` with the uids of the files.
    """
    require_edit(actor)
    hold(files)
    if not files or ClientFile.objects.filter(file__in=files).exists():
        raise Invalid({"files": _("Choose a file.")})
    moment = clock.now()
    rows = [ClientFile(file=file, company=owner, public=public, created_at=moment) for file in files]
    ClientFile.objects.bulk_create(rows)
    _tell(actor, owner.pk, [Change("files", None, str(file.uid)) for file in files], public=public)
    return rows


@transaction.atomic
def open_file(actor: Actor, file: ClientFile, *, public: bool) -> ClientFile:
    """Show a client's file to its contacts, or keep it among colleagues again. Needs `clients.edit`.

    Writes `company.changed`; what stands already changes nothing.
    """
    require_edit(actor)
    row = _locked(file)
    if row.public != public:
        row.public = public
        row.save(update_fields=["public"])
        _tell(actor, row.company_id, [Change("file_public", not public, public)], file=str(row.file.uid))
    return row


@transaction.atomic
def remove_file(actor: Actor, file: ClientFile) -> None:
    """Take a file from a client; its bytes go with the next sweep. Needs `clients.edit`.

    Writes `company.changed` with the uid of the file.
    """
    require_edit(actor)
    row = _locked(file)
    row.delete()
    _tell(actor, row.company_id, [Change("files", str(row.file.uid), None)])


def _locked(file: ClientFile) -> ClientFile:
    row = ClientFile.objects.select_for_update().filter(pk=file.pk).first()
    if row is None:
        raise NotFound
    return row


def _tell(actor: Actor, company_id: int | None, changes: Sequence[Change], **data: object) -> None:
    if company_id is None:
        raise NotFound
    record(COMPANY_CHANGED, actor.ref, Subject("company", company_id), changes=list(changes), data=data)
