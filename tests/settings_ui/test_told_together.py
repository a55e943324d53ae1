"""A form of a client tells everything that is wrong with it at once, its own fields too."""

from __future__ import annotations

from tests import make
from tests.clients.contracts import contract
from tests.fields.made import field
from tests.support.pages import ru, text_of, visitor
from tests.support.writes import unchanged


def test_of_a_company(people: make.Cast) -> None:
    """Plain values, domains, phones and own fields; a phone without a digit is none."""
    field(people.admin, "sum", "money", owner="company")
    given = {
        "name": "",
        "domains": "не домен",
        "phones": "позвонить",
        "asked": "field.sum",
        "field.sum": "много",
    }
    admin = visitor(people.admin)
    with unchanged():
        page = text_of(admin.post("/settings/companies/new", given))
    for words in (
        ru("Enter the company's name."),
        ru("Enter a mail domain such as example.com instead of “%(domain)s”.", domain="не домен"),
        ru("“%(line)s” is no phone number.", line="позвонить"),
        "«много»",
    ):
        assert words in page


def test_of_a_contract(people: make.Cast) -> None:
    """What is wrong with its data beside companies nobody knows."""
    contract(people.company, "К-1")
    given = {
        "number": "К-1",
        "payer": str(people.company.uid),
        "companies": "Нет такой",
        "starts_on": "2026-12-01",
        "ends_on": "2026-01-01",
    }
    admin = visitor(people.admin)
    with unchanged():
        page = text_of(admin.post("/settings/contracts/new", given))
    for words in (
        ru("No company fits “%(words)s”.", words="Нет такой"),
        ru("There is a contract with this number already."),
        ru("The end is before the beginning."),
    ):
        assert words in page


def test_a_list_has_one_empty_choice(people: make.Cast) -> None:
    field(people.admin, "tariff", "list", owner="company")
    page = text_of(visitor(people.admin).get("/settings/companies/new"))
    box = page.partition('name="field.tariff"')[2].partition("</select>")[0]
    assert box.count('<option value=""') == 1
