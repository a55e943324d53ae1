"""Clients, their sites, equipment and contracts are found by any part of a word, without reading a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.clients.commands import (
    ContactSpec,
    SiteSpec,
    change_company,
    change_contact,
    change_site,
    hide_asset,
    set_external_id,
)
from otklik.clients.commands.parts import keep_parts
from otklik.clients.contract_queries import Wanted, contracts_page
from otklik.clients.models import Asset, Company, CompanyDomain, Contact, ContactEmail, Contract, Site
from otklik.clients.place_queries import assets_found, assets_page, sites_found, sites_page
from otklik.clients.queries import companies_found, companies_page, contacts_found, contacts_page
from otklik.clients.word_parts import endings_of, words_in
from otklik.core import clock
from tests import make
from tests.clients.contracts import contract

MANY, FIRMS = 3000, 300
READS_ALL = re.compile(r"\bSCAN (?!\()\w+|Seq Scan on clients_(?:asset|site|contract|contact|wordpart)\b")
"""A subquery's own result is read whole, a table is not."""


def test_endings() -> None:
    """Of every word each from two letters on, and words of one letter; long words are cut."""
    assert endings_of("печь № 9") == {"печь", "ечь", "чь", "9"}
    assert endings_of("") == set()
    assert max(map(len, endings_of("а" * 100))) == 40
    assert words_in("«тёплая» чашка-2") == ["тёплая", "чашка", "2"]
    assert (words_in("--"), words_in("")) == (["--"], [])


def test_by_any_part(people: make.Cast) -> None:
    """Name, number, address, company, site; every word counts; what was renamed or hidden is not found."""
    site = make.site(people.company, "Кофейня на Лесной", "Москва, Лесная, 7")
    asset = make.asset(people.company, "Кофемашина Ёлка", site=site, serial="CM 22-14")
    make.asset(people.other_company, "Принтер")

    def found(words: str) -> list[str]:
        return [row.name for row in assets_found(people.admin, words)]

    set_external_id(people.admin, asset, "ВН-5")
    for words in ("ВН-5", "машин", "елк", "2214", "22-14", "m22", "альф", "лесн", "кофе альфа 14"):
        assert found(words) == [asset.name], words
    assert found("машин принтер") == found("бета машин") == found("zzz") == []
    assert [row.name for row in sites_found(people.admin, "осква льфа")] == [site.name]
    change_site(people.admin, site, version=site.version, spec=SiteSpec(people.company, "Булочная"))
    assert [row.name for row in sites_found(people.admin, "булоч")] == ["Булочная"]
    assert list(sites_found(people.admin, "кофейн")) == []
    firm = people.company
    change_company(people.admin, firm, version=firm.version, values={"name": "Заря"}, domains=["alpha.test"])
    assert (found("заря"), found("альфа")) == ([asset.name], [])
    hide_asset(people.admin, asset)
    assert found("машин") == []
    made = contract(people.other_company, "К-77/26", companies=[firm])
    rows = [
        contracts_page(people.admin, Wanted(words=words)).rows for words in ("7/26", "аря", "бет", "альф")
    ]
    assert [[row.contract for row in page] for page in rows] == [[made], [made], [made], []]


def test_clients_by_any_part(people: make.Cast) -> None:
    """Companies by name, mail domain, INN and foreign id; people also by their company and address."""
    firm = people.company
    firm = set_external_id(people.admin, firm, "ЛС-77")
    values = {"name": "ООО «Тёплая чашка Север»", "inn": "7707083893"}
    firm = change_company(people.admin, firm, version=firm.version, values=values, domains=["alpha.test"])
    anna = make.contact("Анна Цветкова", firm)

    def found(words: str) -> list[str]:
        return [row.name for row in companies_found(people.admin, words)]

    for words in ("чаш", "епла", "сев чашк", "alph", "@alpha.test", "770708", "ЛС-77"):
        assert found(words) == [firm.name], words
    assert found("чашка бета") == found("ЛС-7") == []
    assert list(companies_found(people.outsider, "чаш")) == []

    def known(words: str) -> set[str]:
        return {row.name for row in contacts_found(people.admin, words)}

    assert known("ветко") == known("анн чаш") == known("цветкова анна") == {anna.name}
    assert anna.name in known("чашка")
    client = make.contact_of(people.client)
    assert known(client.emails.all()[0].email[:6]) >= {client.name}
    assert known("ветко бета") == set()
    change_contact(people.admin, anna, version=anna.version, spec=ContactSpec("Мария Лугова", company=firm))
    assert (known("ветко"), known("угов")) == (set(), {"Мария Лугова"})


@pytest.fixture
def many(people: make.Cast) -> None:
    """Three thousand sites, machines and contracts of three hundred companies, and the engine knows it."""
    now, brand = clock.now(), people.company.brand
    firms = Company.objects.bulk_create(
        [Company(name=f"фирма {n}", name_key=f"фирма {n}", brand=brand, created_at=now) for n in range(FIRMS)]
    )
    sites, machines, agreed, people_there = [], [], [], []
    for number in range(MANY):
        name, firm = f"касса {number}", firms[number % FIRMS]
        site = Site(company=firm, name=name, name_key=name, search_key=name, created_at=now)
        sites.append(site)
        machines.append(Asset(company=firm, site=site, name=name, name_key=name, created_at=now))
        people_there.append(Contact(company=firm, name=name, name_key=name, created_at=now))
        agreed.append(Contract(number=name, number_key=name, search_key=name, payer=firm, created_at=now))
    for rows in (firms, Site.objects.bulk_create(sites), Asset.objects.bulk_create(machines)):
        keep_parts(rows)
    known = Contact.objects.bulk_create(people_there)
    keep_parts(known)
    ContactEmail.objects.bulk_create([ContactEmail(contact=one, email=f"n{one.pk}@f.test") for one in known])
    CompanyDomain.objects.bulk_create([CompanyDomain(company=one, domain=f"f{one.pk}.test") for one in firms])
    keep_parts(Contract.objects.bulk_create(agreed))
    links = Contract.companies.through
    links.objects.bulk_create([links(contract=one, company=one.payer) for one in agreed])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_no_table_is_read_whole(people: make.Cast, many: None) -> None:
    """Neither the parts nor what is looked for: the pages of the lists as they are asked for."""
    with CaptureQueriesContext(connection) as asked:
        pages: list[Sequence[object]] = [
            sites_page(people.admin, words="2777").rows,
            assets_page(people.admin, words="2777").rows,
            contracts_page(people.admin, Wanted(words="2777")).rows,
            contacts_page(people.admin, words="2777").rows,
            companies_page(people.admin, words="277").rows,
        ]
    assert [len(page) for page in pages] == [1] * 5
    found = [one["sql"] for one in asked.captured_queries if "clients_wordpart" in one["sql"]]
    assert len(found) == 5
    for sql in found:
        plan = _plan(sql)
        assert [line for line in plan if READS_ALL.search(line)] == [], "\n".join(plan)


def _plan(sql: str) -> list[str]:
    """How the engine would find it. PostgreSQL is asked what it *can* do: of three thousand rows reading
    a whole table costs it nearly as little as the index, and which of the two it takes is luck.
    """
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{how} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]
