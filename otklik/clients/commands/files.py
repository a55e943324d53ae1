"""Files of clients: put, made public or internal, taken away."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.contract_access import require_contract_edit
from otklik.clients.events import COMPANY_CHANGED, CONTRACT_CHANGED
from otklik.clients.models import ClientFile, Company, Contract
from otklik.core import clock
from otklik.core.errors import Invalid, NotFound
from otklik.core.events import Change, Subject, record
from otklik.core.files import hold
from otklik.core.models import StoredFile
from otklik.people.actor import Actor

FileOwner = Company | Contract
"""What files belong to."""


@transaction.atomic
def add_files(
    actor: Actor, owner: FileOwner, files: Sequence[StoredFile], *, public: bool = False
) -> Sequence[ClientFile]:
    """Put uploads to a client, for its contacts too where `public`. Needs `clients.edit`,
    for a contract `contracts.edit`.

    `Invalid({"files": …})` without one, or for one that belongs to a client already. Writes
    `company.changed` or `contract.changed` with the uids of the files.
    """
    _require(actor, owner)
    hold(files)
    if not files or ClientFile.objects.filter(file__in=files).exists():
        raise Invalid({"files": _("Choose a file.")})
    moment = clock.now()
    company, contract = (owner, None) if isinstance(owner, Company) else (None, owner)
    rows = [
        ClientFile(file=file, company=company, contract=contract, public=public, created_at=moment)
        for file in files
    ]
    ClientFile.objects.bulk_create(rows)
    _tell(actor, owner, [Change("files", None, str(file.uid)) for file in files], public=public)
    return rows


@transaction.atomic
def open_file(actor: Actor, file: ClientFile, *, public: bool) -> ClientFile:
    """Show a client's file to its contacts, or keep it among colleagues again. Needs the right to change
    its owner.

    Writes `company.changed` or `contract.changed`; what stands already changes nothing.
    """
    row, owner = _locked(file)
    _require(actor, owner)
    if row.public != public:
        row.public = public
        row.save(update_fields=["public"])
        _tell(actor, owner, [Change("file_public", not public, public)], file=str(row.file.uid))
    return row


@transaction.atomic
def remove_file(actor: Actor, file: ClientFile) -> None:
    """Take a file from a client; its bytes go with the next sweep. Needs the right to change its owner.

    Writes `company.changed` or `contract.changed` with the uid of the file.
    """
    row, owner = _locked(file)
    _require(actor, owner)
    row.delete()
    _tell(actor, owner, [Change("files", str(row.file.uid), None)])


def _require(actor: Actor, owner: FileOwner) -> None:
    if isinstance(owner, Contract):
        require_contract_edit(actor)
    else:
        require_edit(actor)


def _locked(file: ClientFile) -> tuple[ClientFile, FileOwner]:
    row = ClientFile.objects.select_for_update().filter(pk=file.pk).first()
    owner = (row.company or row.contract) if row else None
    if row is None or owner is None:
        raise NotFound
    return row, owner


def _tell(actor: Actor, owner: FileOwner, changes: Sequence[Change], **data: object) -> None:
    kind, subject = (
        (COMPANY_CHANGED, "company") if isinstance(owner, Company) else (CONTRACT_CHANGED, "contract")
    )
    record(kind, actor.ref, Subject(subject, owner.pk), changes=list(changes), data=data)
