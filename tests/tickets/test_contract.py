"""Under which contract tickets are: chosen by itself, named, moved with the client; what is warned of."""

from __future__ import annotations

from otklik.clients.commands import ContractSpec, create_contract, hide_contract
from otklik.clients.contract_choice import About, Under, under
from otklik.clients.contract_standing import Kind
from otklik.clients.models import Contract
from otklik.clients.settings import CONTRACTS
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Invalid
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets.commands import Edit, Registration, edit, register
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.clients.contracts import contract, period
from tests.support.writes import changes, recorded, refused


def registered(people: make.Cast, what: Registration) -> tuple[Ticket, dict[str, object]]:
    with recorded() as events:
        ticket = register(people.dispatcher, what)
    ticket.refresh_from_db()
    data = next(event.data for event in events if event.kind == "ticket.registered")
    return ticket, data


def asked(people: make.Cast, named: Contract | None = None) -> Registration:
    return Registration(
        "Касса", from_text("Не печатает"), contact=make.contact_of(people.client), contract=named
    )


def test_the_only_one_is_taken(people: make.Cast) -> None:
    """Whatever the way in; the event says which and why; without a company, or switched off, none."""
    made = contract(people.company)
    ticket, data = registered(people, asked(people))
    assert (ticket.contract, data["contract"], data["contract_why"]) == (made, made.pk, "only")
    assert make.ticket(people.client).contract_id == made.pk
    assert make.ticket(people.stranger).contract_id is None
    change_setting(BY_SYSTEM, CONTRACTS.key, False)
    assert make.ticket(people.client).contract_id is None


def test_of_several_the_newest_that_covers_it(people: make.Cast) -> None:
    service = make.service("911", team=people.it)
    site = make.site(people.company)
    running = contract(people.company)
    period(running, -1, 9)
    contract(people.company)
    narrow = create_contract(SYSTEM, ContractSpec("С-у", people.company, services=[service.pk], sites=[site]))
    period(narrow, -1, 9)
    ticket, data = registered(people, asked(people))
    assert (ticket.contract, data["contract_why"]) == (running, "newest")
    what = Registration(
        "Касса", from_text("x"), contact=make.contact_of(people.client), service=service, site=site
    )
    assert registered(people, what)[0].contract == narrow
    hide_contract(SYSTEM, running)
    hide_contract(SYSTEM, narrow)
    assert registered(people, what)[1]["contract_why"] == "only"


def test_a_named_one(people: make.Cast) -> None:
    first, _second = contract(people.company), contract(people.company)
    other = contract(people.other_company)
    ticket, data = registered(people, asked(people, first))
    assert (ticket.contract, data["contract_why"]) == (first, None)
    with refused(Invalid, fields={"contract"}):
        register(people.dispatcher, asked(people, other))


def test_edited(people: make.Cast) -> None:
    """Changed by hand, taken away; it stays when the contract changes, and goes with the client."""
    first, second = contract(people.company), contract(people.company)
    other = contract(people.other_company)
    ticket, _data = registered(people, asked(people, first))
    with recorded() as events:
        edit(people.dispatcher, ticket, Edit(contract=second))
    assert changes(events[0]) == {"contract": (first.pk, second.pk)}
    hide_contract(SYSTEM, second)
    edit(people.dispatcher, ticket, Edit(subject="Иначе"))
    ticket.refresh_from_db()
    assert ticket.contract == second
    with refused(Invalid, fields={"contract"}):
        edit(people.dispatcher, ticket, Edit(contract=other))
    edit(people.dispatcher, ticket, Edit(contact=make.contact_of(people.stranger)))
    ticket.refresh_from_db()
    assert ticket.contract == other
    edit(people.dispatcher, ticket, Edit(emptied=frozenset({"contract"})))
    ticket.refresh_from_db()
    assert ticket.contract is None


def test_what_is_told_before(people: make.Cast) -> None:
    """Nothing while nobody has a contract; then that none covers it, or how the one that does stands."""
    about = About(people.company.pk)
    assert under(about) is None
    contract(people.other_company)
    assert under(about) == Under(None, None)
    service = make.service("911", team=people.it)
    narrow = contract(people.company, services=[service.pk])
    period(narrow, -1, 9, paid=False)
    assert under(about) == Under(None, None, None, has_others=True)
    told = under(About(people.company.pk, service.pk))
    assert told is not None
    assert told.standing is not None
    assert (told.contract, told.standing.kind) == (narrow, Kind.UNPAID)
    assert under(About(None)) is None
