"""A specialist of another team tries companies, contacts, sites, equipment, contracts, files, exports and
suggestions, by uid and by search: nothing. The control: whoever may see all clients finds each there."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
import pytest
from django.test import Client

from otklik.clients.models import ClientFile
from tests import make
from tests.api.program import Program, program
from tests.clients.contracts import contract, period
from tests.support.pages import visitor

pytestmark = pytest.mark.django_db

PAGES = (
    ("/desk/clients/?q=альфа", "ООО «Альфа»"),
    ("/desk/clients/?q=клиентов", "Иван Клиентов"),
    ("/desk/clients/companies/{company}", "ООО «Альфа»"),
    ("/desk/clients/contacts/{contact}", "Иван Клиентов"),
    ("/desk/clients/sites?q=лесной", "Лесная, 7"),
    ("/desk/clients/sites/{site}", "Лесная, 7"),
    ("/desk/clients/assets?q=zx", "ZX-77"),
    ("/desk/clients/assets/{asset}", "ZX-77"),
    ("/desk/clients/assets/{asset}/label", "ZX-77"),
    ("/desk/clients/contracts?q=тайный", "Тайный-1"),
    ("/desk/clients/contracts?company={company}", "Тайный-1"),
    ("/desk/clients/contracts/{contract}", "Тайный-1"),
    ("/desk/clients/tables/companies.csv", "ООО «Альфа»"),
    ("/desk/clients/tables/contacts.csv", "Иван Клиентов"),
    ("/desk/clients/tables/sites.csv", "Лесная, 7"),
    ("/desk/clients/tables/assets.csv", "ZX-77"),
    ("/desk/clients/tables/contracts.csv", "Тайный-1"),
    ("/desk/clients/options/company?q=альфа", "ООО «Альфа»"),
    ("/desk/clients/options/site?q=лесн&company={company}", "Лесная, 7"),
    ("/desk/clients/options/asset?q=zx&company={company}", "ZX-77"),
    ("/desk/contacts/options?q=иван", "Иван Клиентов"),
    ("/desk/contacts/chosen?contact={contact}", "Иван Клиентов"),
    ("/desk/tickets/new?contact={contact}", "Иван Клиентов"),
    ("/desk/tickets/new?company={company}", "Иван Клиентов"),
    ("/desk/tickets/new?asset={asset}", "ZX-77"),
    ("/desk/search?q=иван", "Иван Клиентов"),
    ("/desk/palette?q=иван", "Иван Клиентов"),
    ("/desk/palette?last=c:{contact}", "Иван Клиентов"),
    ("/desk/palette?last=o:{company}", "ООО «Альфа»"),
)
OPERATIONS = (
    ("/companies?q=альфа", "ООО «Альфа»"),
    ("/companies/{company}", "ООО «Альфа»"),
    ("/companies/{company}/files", "size"),
    ("/contacts?q=иван", "Иван Клиентов"),
    ("/contacts?company={company}", "Иван Клиентов"),
    ("/contacts/{contact}", "Иван Клиентов"),
    ("/sites?q=лесн", "Лесная, 7"),
    ("/sites/{site}", "Лесная, 7"),
    ("/assets?q=zx", "ZX-77"),
    ("/assets/{asset}", "ZX-77"),
    ("/contracts?q=тайный", "Тайный-1"),
    ("/contracts/{contract}", "Тайный-1"),
    ("/periods?contract={contract}", "starts_on"),
    ("/periods/{period}", "starts_on"),
)


@dataclass(frozen=True)
class Secrets:
    """The uids of what the other team may not know of, by the word in an address."""

    uids: dict[str, str]

    def at(self, address: str) -> str:
        """The address with the uids filled in."""
        return address.format(**self.uids)


@pytest.fixture
def secrets(people: make.Cast) -> Secrets:
    """One of each, of the client of another team's ticket."""
    site = make.site(people.company)
    asset = make.asset(people.company, site=site, serial="ZX-77")
    agreed = contract(people.company, "Тайный-1")
    paper = make.client_file(people.admin, people.company)
    make.ticket(people.client, team=people.it)
    return Secrets(
        {
            "company": str(people.company.uid),
            "contact": str(make.contact_of(people.client).uid),
            "site": str(site.uid),
            "asset": str(asset.uid),
            "contract": str(agreed.uid),
            "period": str(period(agreed, -5, 5).uid),
            "file": str(ClientFile.objects.get(pk=paper.pk).file.uid),
        }
    )


def test_pages_tables_and_suggestions(people: make.Cast, secrets: Secrets) -> None:
    """Every page of the desk that could tell."""
    outsider, knowing = visitor(people.outsider), visitor(people.dispatcher)
    told = [address for address, secret in PAGES if secret in _page(outsider, secrets.at(address))]
    kept = [address for address, secret in PAGES if secret not in _page(knowing, secrets.at(address))]
    assert (told, kept) == ([], [])
    file = secrets.at("/files/{file}")
    assert outsider.get(file).status_code == 404
    answer = knowing.get(file)
    assert b"".join(answer).startswith(b"\x89PNG")
    answer.close()


def test_operations(people: make.Cast, secrets: Secrets) -> None:
    """Every operation of the API that could tell."""
    outsider, knowing = program(people.outsider), program(people.dispatcher)
    told = [address for address, secret in OPERATIONS if secret in _body(outsider, secrets.at(address))]
    kept = [address for address, secret in OPERATIONS if secret not in _body(knowing, secrets.at(address))]
    assert (told, kept) == ([], [])


def _page(client: Client, address: str) -> str:
    response = client.get(address)
    content: bytes = response.content if hasattr(response, "content") else b"".join(response)
    return content.decode()


def _body(asking: Program, address: str) -> str:
    return orjson.dumps(asking.get(address).body).decode()
