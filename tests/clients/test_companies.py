"""Companies and their mail domains."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from otklik.catalogue.models import CompanyCategory
from otklik.clients.commands import change_company, create_company
from otklik.clients.models import Company, CompanyDomain
from otklik.core import small
from otklik.core.errors import Conflict, Denied, Invalid, NotPossible
from otklik.organisation.queries import default_brand
from otklik.people.commands import hide_set_up
from otklik.web.setting_up import COMPANY_CATEGORY
from tests import make
from tests.support.writes import by, changes, doer, jobs_of, listed, recorded, refused, unchanged


def test_create(people: make.Cast) -> None:
    """Every column; domains folded, each once."""
    with recorded() as events:
        company = create_company(
            people.dispatcher,
            name=" ООО «Ёлка» ",
            domains=["Elka.Test", "ёлка.рф", "elka.test.", " "],
            category="VIP",
            phones=["8 (900) 123-45-67", " ", "доб. 12", "+7 900 123-45-67"],
            inn="7707 083-893",
            kpp="7736az001",
            tax_details="Банк\r\nСчёт",
            time_zone="Asia/Omsk",
            address="Омск",
            notes="x\x00",
        )
    company.refresh_from_db()
    assert (company.name, company.name_key) == ("ООО «Ёлка»", "ооо «елка»")
    assert (company.category, company.time_zone) == ("vip", "Asia/Omsk")
    assert [row.phone for row in company.phones.all()] == ["+79001234567", "доб. 12"]
    assert (company.inn, company.kpp, company.tax_details) == ("7707083893", "7736AZ001", "Банк\nСчёт")
    assert (company.address, company.notes, company.brand) == ("Омск", "x", default_brand())
    domains = set(company.domains.values_list("domain", flat=True))
    assert domains == {"elka.test", "xn--80atc1g.xn--p1ai"}
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("company.created", "internal", by(people.dispatcher))
    assert jobs_of(event) == listed(event)


@pytest.mark.parametrize(
    ("name", "domains", "time_zone", "field"),
    [
        (" ", [], "", "name"),
        ("A", ["alpha.test"], "", "domains"),
        ("A", ["."], "", "domains"),
        ("A", ["a@b.test"], "", "domains"),
        ("A", ["a b"], "", "domains"),
        ("A", [], "Europe", "time_zone"),
        ("A", [], "../etc/passwd", "time_zone"),
        ("A", [], "Москва", "time_zone"),
    ],
)
def test_what_cannot_be_taken(
    people: make.Cast, name: str, domains: list[str], time_zone: str, field: str
) -> None:
    """Named, and nothing written, for a new company and for a known one."""
    with refused(Invalid, fields={field}):
        create_company(people.dispatcher, name=name, domains=domains, time_zone=time_zone)
    known = people.other_company
    with refused(Invalid, fields={field}):
        values = {"name": name, "time_zone": time_zone}
        change_company(people.dispatcher, known, version=known.version, values=values, domains=domains)


def test_change(people: make.Cast) -> None:
    """Names of fields, no values; unknown fields are left out; domains are replaced."""
    with recorded() as events:
        changed = change_company(
            people.lead,
            people.company,
            version=1,
            values={"name": "АО «Альфа»", "hidden": "1", "notes": ""},
            domains=["alpha.test", "new.test"],
            phones=["89001234567"],
        )
    changed.refresh_from_db()
    assert (changed.name, changed.name_key) == ("АО «Альфа»", "ао «альфа»")
    assert [row.phone for row in changed.phones.all()] == ["+79001234567"]
    assert (changed.hidden, changed.version) == (False, 2)
    assert set(CompanyDomain.objects.filter(company=changed).values_list("domain", flat=True)) == {
        "alpha.test",
        "new.test",
    }
    (event,) = events
    assert (event.kind, doer(event)) == ("company.changed", by(people.lead))
    assert changes(event) == dict.fromkeys(("name", "domains", "phones"), (None, None))
    assert jobs_of(event) == listed(event)


def test_the_same_data_changes_nothing(people: make.Cast) -> None:
    """Nor does data of no field."""
    with unchanged():
        change_company(
            people.lead,
            people.company,
            version=1,
            values={"name": people.company.name + " ", "x": "y"},
            domains=["ALPHA.test"],
        )


def test_who_may_not_and_when(people: make.Cast) -> None:
    """Specialists, clients, and whoever has a stale page."""
    for actor in (people.agent, people.client, people.manager):
        with refused(Denied):
            create_company(actor, name="Новая")
        with refused(Denied):
            change_company(actor, people.company, version=1, values={}, domains=[])
    with refused(Conflict, code="conflict"):
        change_company(people.lead, people.company, version=0, values={"name": "Другая"}, domains=[])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"inn": "7707083894"}, "inn"),
        ({"inn": "12"}, "inn"),
        ({"inn": "семь"}, "inn"),
        ({"kpp": "77"}, "kpp"),
        ({"category": "nothing"}, "category"),
    ],
)
def test_what_else_cannot_be_taken(people: make.Cast, values: dict[str, str], field: str) -> None:
    """Numbers that cannot be, a category that is not in the directory."""
    with refused(Invalid, fields={field}):
        create_company(
            people.dispatcher,
            name="Новая",
            inn=values.get("inn", ""),
            kpp=values.get("kpp", ""),
            category=values.get("category", ""),
        )
    with refused(Invalid, fields={field}):
        change_company(people.dispatcher, people.company, version=1, values=values, domains=["alpha.test"])


def test_what_stands_already_is_let_be(people: make.Cast) -> None:
    """A category that was hidden since does not stop other changes; nobody new gets it."""
    Company.objects.filter(pk=people.company.pk).update(category="vip")
    CompanyCategory.objects.filter(code="vip").update(hidden=True)
    small.bump()
    values = {"category": "vip", "notes": "x"}
    changed = change_company(people.lead, people.company, version=1, values=values, domains=["alpha.test"])
    assert (changed.category, changed.notes) == ("vip", "x")
    with refused(Invalid, fields={"category"}):
        create_company(people.lead, name="Новая", category="vip")


def test_one_of_them_looks_after_it(people: make.Cast) -> None:
    """The database holds it, too."""
    both = {"manager_agent_id": people.agent.agent_id, "manager_team_id": people.it.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.filter(pk=people.company.pk).update(**both)


def test_a_category_in_use_is_not_hidden(people: make.Cast) -> None:
    """Its companies first."""
    vip = CompanyCategory.objects.get(code="vip")
    Company.objects.filter(pk=people.company.pk).update(category="vip")
    with refused(NotPossible):
        hide_set_up(people.admin, COMPANY_CATEGORY, vip)
