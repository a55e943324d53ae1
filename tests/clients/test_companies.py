"""Companies and their mail domains."""

from __future__ import annotations

import pytest

from otklik.clients.commands import change_company, create_company
from otklik.clients.models import CompanyDomain
from otklik.core.errors import Conflict, Denied, Invalid
from otklik.organisation.queries import default_brand
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
            phone="8 (900) 123-45-67",
            time_zone="Asia/Omsk",
            address="Омск",
            notes="x\x00",
        )
    company.refresh_from_db()
    assert (company.name, company.name_key) == ("ООО «Ёлка»", "ооо «елка»")
    assert (company.category, company.phone, company.time_zone) == ("VIP", "+79001234567", "Asia/Omsk")
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
            values={"name": "АО «Альфа»", "phone": "89001234567", "hidden": "1", "notes": ""},
            domains=["alpha.test", "new.test"],
        )
    changed.refresh_from_db()
    assert (changed.name, changed.name_key, changed.phone) == ("АО «Альфа»", "ао «альфа»", "+79001234567")
    assert (changed.hidden, changed.version) == (False, 2)
    assert set(CompanyDomain.objects.filter(company=changed).values_list("domain", flat=True)) == {
        "alpha.test",
        "new.test",
    }
    (event,) = events
    assert (event.kind, doer(event)) == ("company.changed", by(people.lead))
    assert changes(event) == dict.fromkeys(("name", "phone", "domains"), (None, None))
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
