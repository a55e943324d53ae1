"""Contracts in the portal: for those who see all of their company's requests; what a new request is told."""

from __future__ import annotations

from otklik.clients.commands import ContractSpec, create_contract
from otklik.clients.settings import CONTRACTS
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.organisation.commands import change_setting
from tests import make
from tests.clients.contracts import contract, period
from tests.support.pages import visitor, words_of


def test_own_contracts(people: make.Cast) -> None:
    """Number, standing, periods, public files; no sums, no notes, nothing of others, no internal files."""
    spec = ContractSpec(
        "Д-1", people.company, companies=[people.other_company], amount=12345600, notes="только своим"
    )
    made = create_contract(people.lead, spec)
    period(made, -1, 9, paid=False)
    hidden = make.client_file(people.lead, made)
    shown = make.client_file(people.lead, made, public=True)
    contract(people.other_company, "Чужой-9")
    page = words_of(visitor(people.manager).get("/contracts"))
    assert all(words in page for words in ("Д-1", "не оплачен", "и ещё 1"))
    assert not any(words in page for words in ("Чужой-9", "123", "только своим", "Бета"))
    text = visitor(people.manager).get("/contracts").content.decode()
    assert str(shown.file.uid) in text
    assert str(hidden.file.uid) not in text
    for actor in (people.client, people.stranger):
        assert visitor(actor).get("/contracts").status_code == 404
    change_setting(BY_SYSTEM, CONTRACTS.key, False)
    assert visitor(people.manager).get("/contracts").status_code == 404


def test_a_new_request_is_told_that_it_is_paid(people: make.Cast) -> None:
    """Only where that is known: an unpaid period, or no contract at all while others have one."""
    make.service("911", team=people.it)
    form = "/requests/new?service=911"
    said = "может быть платной"
    assert said not in words_of(visitor(people.client).get(form))
    made = contract(people.company)
    current = period(made, -1, 9, paid=False)
    page = words_of(visitor(people.client).get(form))
    assert said in page
    assert made.number not in page
    assert said in words_of(visitor(people.stranger).get(form))
    current.delete()
    period(made, -1, 9)
    assert said not in words_of(visitor(people.client).get(form))
