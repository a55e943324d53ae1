"""The company a client acts for."""

from __future__ import annotations

from dataclasses import dataclass

from otklik.clients.models import Company
from otklik.people.actor import Actor


@dataclass(frozen=True)
class OwnCompany:
    """What a client's pages know of their company; a private person's name and category are empty."""

    name: str = ""
    category: str = ""
    brand_id: int | None = None


def own_company(actor: Actor) -> OwnCompany:
    """The company a client acts for."""
    if actor.company_id is None:
        return OwnCompany()
    row = Company.objects.filter(pk=actor.company_id).values_list("name", "category", "brand_id").first()
    return OwnCompany(*row) if row else OwnCompany()
