"""Reads of clients' files."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.clients.file_access import visible_files
from otklik.clients.models import ClientFile, Company, Contract
from otklik.people.actor import Actor

LIMIT = 200


def files_of(actor: Actor, owner: Company | Contract) -> Sequence[ClientFile]:
    """The files of a company or a contract this actor may read, the newest first. One query."""
    files = visible_files(actor)
    mine = files.filter(company=owner) if isinstance(owner, Company) else files.filter(contract=owner)
    return list(mine[:LIMIT])


def papers_of(actor: Actor) -> Sequence[ClientFile]:
    """Everything a client may read among the files of their companies and contracts, with whose it is. One
    query."""
    rows = visible_files(actor).select_related("file__blob", "company", "contract")
    return list(rows.order_by("company__name_key", "contract__number_key", "-id")[:LIMIT])
