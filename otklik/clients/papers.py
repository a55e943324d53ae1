"""Reads of clients' files."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.clients.file_access import visible_files
from otklik.clients.models import ClientFile, Company
from otklik.people.actor import Actor

LIMIT = 200


def files_of(actor: Actor, company: Company) -> Sequence[ClientFile]:
    """A company's files this actor may read, the newest first. One query."""
    return list(visible_files(actor).filter(company=company)[:LIMIT])


def papers_of(actor: Actor) -> Sequence[ClientFile]:
    """Everything a client may read among the files of their companies, with whose it is. One query."""
    rows = visible_files(actor).select_related("file__blob", "company")
    return list(rows.order_by("company__name_key", "-id")[:LIMIT])
