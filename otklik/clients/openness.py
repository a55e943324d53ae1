"""Which services of the catalogue are open to which clients (REG-3): by category, by name, by contract.

Clients are offered nothing else, and nothing else is taken from them, whatever the door. Employees choose
any service and are told when it is not open to the client.
"""

from __future__ import annotations

from collections.abc import Sequence

from otklik.catalogue.models import Service
from otklik.catalogue.queries import CONTRACT, NAMED, Admission, catalogue
from otklik.clients.contract_choice import covered_services
from otklik.clients.models import Company


def admission_of(company_id: int | None, category: str) -> Admission:
    """What opens services to the people of a company, or to a private person. Asks nothing of the database
    where no service is open to some only by name or by contract."""
    if company_id is None:
        return Admission("")
    known = catalogue()
    named = _named(company_id) if known.is_narrowed_by(NAMED) else frozenset[int]()
    covered = covered_services(company_id) if known.is_narrowed_by(CONTRACT) else frozenset[int]()
    return Admission(category, named, covered)


def is_open_to(service: Service, company_id: int) -> bool:
    """Whether the people of this company are offered the service. Asks nothing of the database for one that
    is open to everybody."""
    known = catalogue()
    path = known.path_of(service)
    if not any(node.for_categories or node.only_for for node in path):
        return True
    category = Company.objects.filter(pk=company_id).values_list("category", flat=True).first() or ""
    who = admission_of(company_id, category)
    return all(who.admits(node, service) for node in path)


def named_services(company: Company) -> Sequence[int]:
    """The services and packages on a company's card, by their ids."""
    return sorted(_named(company.pk))


def _named(company_id: int) -> frozenset[int]:
    links = Company.services.through.objects.filter(company_id=company_id)
    return frozenset(links.values_list("service_id", flat=True))
