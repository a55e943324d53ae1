"""Who may read a client's files, and the photo of a machine: whoever may know of it.

Employees: every file of an owner they may know of. Contacts: the public ones of companies whose requests
are all open to them, and of their contracts. Whoever came by a personal link to one request: none.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from otklik.clients.access import visible_companies
from otklik.clients.contract_access import visible_contracts
from otklik.clients.models import Asset, ClientFile
from otklik.clients.place_access import visible_assets
from otklik.core.errors import NotFound
from otklik.core.ids import read_uid
from otklik.core.models import StoredFile
from otklik.people.actor import Actor


def visible_files(actor: Actor) -> QuerySet[ClientFile]:
    """The files of clients this actor may read, with what they are called."""
    files = ClientFile.objects.select_related("file__blob")
    if actor.is_agent or actor.is_system:
        return files.filter(_of_owners(actor))
    if actor.is_contact and actor.companies and actor.only_ticket is None:
        own = Q(company_id__in=sorted(actor.companies)) | Q(contract__in=visible_contracts(actor))
        return files.filter(own, public=True)
    return files.none()


def get_client_file_for(actor: Actor, uid: str) -> ClientFile:
    """A client's file by the uid of its place, or `NotFound`."""
    found = visible_files(actor).filter(uid=read_uid(uid)).first()
    if found is None:
        raise NotFound
    return found


def stored_file_for(actor: Actor, uid: str) -> StoredFile | None:
    """What stands behind `/files/<uid>` when it is a client's file this actor may read."""
    found = visible_files(actor).filter(file__uid=read_uid(uid)).first()
    if found is not None:
        return found.file
    machines = visible_assets(actor).filter(picture__uid=read_uid(uid))
    machine = machines.select_related("picture__blob").first()
    return machine.picture if machine else None


def is_attached(file: StoredFile) -> bool:
    """Whether the file belongs to a client or a machine: then being its uploader opens it no more."""
    in_use = ClientFile.objects.filter(file=file).exists()
    return in_use or Asset.objects.filter(picture=file).exists()


def _of_owners(actor: Actor) -> Q:
    return Q(company__in=visible_companies(actor)) | Q(contract__in=visible_contracts(actor))
