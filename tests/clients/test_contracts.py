"""Contracts and their service periods: writing, refusing, who sees what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from otklik.clients.commands import (
    ContractSpec,
    Manager,
    PeriodSpec,
    acquaint,
    add_period,
    change_contract,
    change_period,
    create_contract,
    hide_contract,
    pay_period,
    remove_period,
)
from otklik.clients.contract_access import get_contract_for, get_period_for, visible_contracts
from otklik.clients.contract_queries import (
    Wanted,
    contracts_of,
    contracts_page,
    own_contracts,
    periods_page,
    row_of,
)
from otklik.clients.contract_standing import Kind
from otklik.clients.models import Company, Contract, ServicePeriod
from otklik.clients.settings import CONTRACTS
from otklik.core import clock
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Conflict, Denied, Invalid, NotFound
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM, Actor
from tests import make
from tests.clients.contracts import contract, day, period
from tests.support.writes import by, changes, doer, kinds, recorded, refused, unchanged


def switch_off() -> None:
    """The module as an administrator switches it off."""
    change_setting(BY_SYSTEM, CONTRACTS.key, False)


def may_edit(actor: Actor, *more: str) -> Actor:
    return replace(actor, rights=actor.rights | {"contracts.edit", *more})


def test_create(people: make.Cast) -> None:
    service = make.service("911", team=people.it)
    spec = ContractSpec(
        " Д-12/26 ",
        people.company,
        name="Кассы и  бухгалтерия",
        companies=[people.other_company],
        services=[service.pk],
        signed_on=date(2026, 1, 10),
        starts_on=date(2026, 2, 1),
        manager=Manager(team_id=people.it.pk),
        notes=" для своих\x00 ",
        amount=12000050,
        currency="RUB",
    )
    with recorded() as events:
        made = create_contract(people.lead, spec)
    made.refresh_from_db()
    assert (made.number, made.number_key, made.name) == ("Д-12/26", "д-12/26", "Кассы и бухгалтерия")
    assert set(made.companies.all()) == {people.company, people.other_company}
    assert (made.payer, list(made.services.all())) == (people.company, [service])
    assert (made.signed_on, made.starts_on, made.ends_on) == (date(2026, 1, 10), date(2026, 2, 1), None)
    assert (made.manager_agent_id, made.manager_team_id) == (None, people.it.pk)
    assert (made.notes, made.amount, made.currency) == ("для своих", 12000050, "RUB")
    (event,) = events
    assert (event.kind, doer(event)) == ("contract.created", by(people.lead))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda spec: replace(spec, number=" "), "number"),
        (lambda spec: replace(spec, number="д-1"), "number"),
        (lambda spec: replace(spec, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 31)), "ends_on"),
        (lambda spec: replace(spec, services=[10**9]), "services"),
        (lambda spec: replace(spec, currency="рубль"), "currency"),
        (lambda spec: replace(spec, amount=-1), "amount"),
        (lambda spec: replace(spec, manager=Manager(agent_id=10**9)), "manager"),
    ],
)
def test_what_cannot_be(
    people: make.Cast, change: Callable[[ContractSpec], ContractSpec], field: str
) -> None:
    contract(people.company, "Д-1")
    with refused(Invalid, fields={field}):
        create_contract(people.lead, change(ContractSpec("Д-2", people.company)))


def test_places_are_of_its_companies(people: make.Cast) -> None:
    site, asset = make.site(people.other_company), make.asset(people.other_company)
    spec = ContractSpec("Д-1", people.company, sites=[site], assets=[asset])
    with refused(Invalid, fields={"sites", "assets"}):
        create_contract(people.lead, spec)
    made = create_contract(people.lead, replace(spec, companies=[people.other_company]))
    assert (list(made.sites.all()), list(made.assets.all())) == ([site], [asset])


def test_only_with_the_right(people: make.Cast) -> None:
    made = contract(people.company)
    paid = period(made, 0, 10)
    spec, days = (
        ContractSpec("Д-9", people.company),
        PeriodSpec(day(people.company, 20), day(people.company, 30)),
    )
    for actor in (people.agent, people.manager):
        with refused(Denied):
            create_contract(actor, spec)
        with refused(Denied):
            change_contract(actor, made, version=1, spec=spec)
        with refused(Denied):
            hide_contract(actor, made)
        with refused(Denied):
            add_period(actor, made, days)
        with refused(Denied):
            change_period(actor, paid, version=1, spec=days)
        with refused(Denied):
            pay_period(actor, paid, paid=False)
        with refused(Denied):
            remove_period(actor, paid)


def test_prices_are_for_those_who_may_see_them(people: make.Cast) -> None:
    """Whoever may not neither says a sum nor loses one by saving the rest."""
    made = create_contract(people.lead, ContractSpec("Д-1", people.company, amount=500, currency="USD"))
    paid = add_period(
        people.lead, made, PeriodSpec(day(people.company, 0), day(people.company, 9), price=700)
    )
    editor = may_edit(people.agent)
    with refused(Denied):
        create_contract(editor, ContractSpec("Д-2", people.company, amount=1))
    with refused(Denied):
        add_period(editor, made, PeriodSpec(day(people.company, 20), day(people.company, 29), price=1))
    spec = ContractSpec("Д-1", people.company, name="Иначе", currency="EUR")
    changed = change_contract(editor, made, version=1, spec=spec)
    assert (changed.name, changed.amount, changed.currency) == ("Иначе", 500, "USD")
    moved = change_period(
        editor, paid, version=1, spec=PeriodSpec(day(people.company, 0), day(people.company, 8))
    )
    assert moved.price == 700


def test_change(people: make.Cast) -> None:
    made = create_contract(people.lead, ContractSpec("Д-1", people.company, amount=500))
    spec = ContractSpec(
        "Д-1а", people.other_company, companies=[people.company], notes="тайна", amount=900, currency="RUB"
    )
    with recorded() as events:
        changed = change_contract(people.lead, made, version=1, spec=spec)
    assert (changed.version, changed.payer, changed.amount) == (2, people.other_company, 900)
    told = changes(events[0])
    assert told["number"] == ("Д-1", "Д-1а")
    assert told["notes"] == told["amount"] == (None, None)
    assert told["companies"][1] == sorted([people.company.pk, people.other_company.pk])
    with unchanged():
        change_contract(people.lead, changed, version=2, spec=spec)
    with refused(Conflict):
        change_contract(people.lead, changed, version=1, spec=ContractSpec("Д-3", people.company))


def test_hide(people: make.Cast) -> None:
    made = contract(people.company)
    with recorded() as events:
        hide_contract(people.lead, made)
    assert kinds(events) == ["contract.changed"]
    assert contracts_page(people.lead, Wanted()).rows == []
    assert get_contract_for(people.lead, str(made.uid)) == made
    with pytest.raises(NotFound):
        get_contract_for(people.manager, str(made.uid))
    with unchanged():
        hide_contract(people.lead, made)
    hide_contract(people.lead, made, hidden=False)
    assert get_contract_for(people.manager, str(made.uid)) == made


def test_who_sees_which(people: make.Cast) -> None:
    """All; those of clients one worked for; a company's own, where all its requests are open."""
    ours = contract(people.company, "А")
    both = contract(people.other_company, "Б", companies=[people.company])
    theirs = contract(people.other_company, "В")
    paid = period(theirs, 0, 9)

    def seen(actor: Actor) -> list[str]:
        return [row.contract.number for row in contracts_page(actor, Wanted()).rows]

    assert seen(people.lead) == seen(people.dispatcher) == seen(SYSTEM) == ["А", "Б", "В"]
    assert seen(people.agent) == seen(people.client) == seen(people.stranger) == []
    assert (
        seen(people.manager) == [row.contract.number for row in own_contracts(people.manager)] == ["А", "Б"]
    )
    acquaint(contact_id=None, company_id=people.company.pk, team_id=people.it.pk, agent_id=None)
    assert seen(people.agent) == ["А", "Б"]
    assert seen(people.outsider) == []
    known = contracts_page(people.agent, Wanted(words="Б")).rows[0]
    assert ([row.name for row in known.companies], known.others) == ([people.company.name], 1)
    assert row_of(people.lead, both).others == 0
    for actor in (people.agent, people.manager, people.client, people.outsider):
        with pytest.raises(NotFound):
            get_contract_for(actor, str(theirs.uid))
        with pytest.raises(NotFound):
            get_period_for(actor, str(paid.uid))
        assert periods_page(actor, contract=str(theirs.uid)).rows == []
    assert get_contract_for(people.agent, str(ours.uid)) == ours
    assert get_period_for(people.lead, str(paid.uid)) == paid
    with pytest.raises(NotFound):
        get_contract_for(people.lead, "no uid")


def test_the_list(people: make.Cast) -> None:
    current = contract(people.company, "Кафе-1")
    period(current, -10, 300)
    unpaid = contract(people.company, "Кафе-2")
    period(unpaid, -10, 300, paid=False)
    contract(people.other_company, "Лавка")
    far = Company.objects.create(
        name="Восток",
        name_key="восток",
        brand=people.company.brand,
        time_zone="Pacific/Kiritimati",
        created_at=clock.now(),
    )
    ahead = contract(far, "Остров")
    period(ahead, 0, 0)

    def found(words: str = "", company: str = "", standing: str = "") -> list[str]:
        wanted = Wanted(words, company, standing)
        return [row.contract.number for row in contracts_page(people.lead, wanted).rows]

    assert found() == ["Кафе-1", "Кафе-2", "Лавка", "Остров"]
    assert found(words="кафе 2") == ["Кафе-2"]
    assert found(words="бета") == ["Лавка"]
    assert found(company=str(people.company.uid)) == ["Кафе-1", "Кафе-2"]
    assert found(standing="unpaid") == ["Кафе-2"]
    assert found(standing="none") == ["Лавка"]
    assert found(standing="ending") == ["Остров"]
    assert found(standing="strange") == []
    assert [row.standing.kind for row in contracts_of(people.lead, people.company)] == [
        Kind.UNPAID,
        Kind.PAID,
    ]
    page = contracts_page(people.lead, Wanted(limit=3))
    assert len(page.rows) == 3
    assert page.after
    rest = contracts_page(people.lead, Wanted(after=page.after))
    assert [row.contract.number for row in rest.rows] == ["Остров"]


def test_switched_off(people: make.Cast) -> None:
    """Nothing is seen or written; what is stored stays."""
    made = contract(people.company)
    paid = period(made, 0, 9)
    switch_off()
    assert not visible_contracts(people.admin).exists()
    for actor in (people.admin, people.manager):
        with pytest.raises(NotFound):
            get_contract_for(actor, str(made.uid))
        with pytest.raises(NotFound):
            get_period_for(actor, str(paid.uid))
    with refused(NotFound):
        create_contract(people.admin, ContractSpec("Д-2", people.company))
    with refused(NotFound):
        pay_period(people.admin, paid, paid=False)
    assert contracts_of(people.admin, people.company) == own_contracts(people.manager) == ()
    assert Contract.objects.count() == ServicePeriod.objects.count() == 1
