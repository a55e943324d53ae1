"""Two clients made one, and two again: nothing is lost, old addresses lead on, undoing is exact."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.clients.access import get_company_for, get_contact_for
from otklik.clients.commands import (
    ContactSpec,
    PortalLevel,
    change_company,
    change_contact,
    create_company,
    create_contact,
    give_fields,
    merge_clients,
    set_levels,
    undo_merge,
)
from otklik.clients.duplicates import alike_companies, alike_contacts, last_merge, likely_for, preview
from otklik.clients.models import Company, Contact, Merge, MergedTickets
from otklik.clients.queries import companies_page, find_sender
from otklik.core import worker
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.models import Event, Job
from otklik.people.actor import SYSTEM
from otklik.people.models import Role
from otklik.search.indexing import forget_tickets, reindex_stale
from otklik.search.queries import find
from otklik.tickets import merging
from otklik.tickets.access import visible_to
from otklik.tickets.models import Ticket, TicketReader
from tests import make
from tests.fields.made import field
from tests.support.fixtures import FrozenClock
from tests.support.pages import visitor, words_of
from tests.support.writes import kinds, recorded, refused, snapshot

OURS = {"clients_merge", "clients_mergedtickets"}
IGNORED = OURS | {"core_event", "core_configversion", "core_job", "search_document"}


def follow(merge: Merge) -> None:
    """What the workers do after the last event of the merge."""
    last = Event.objects.filter(data__merge=merge.pk).order_by("-pk")[0]
    work = merging.follow_merge if last.kind.endswith("merged") else merging.return_after_merge
    work.function(Job.objects.get(event_id=last.pk))
    for job in Job.objects.filter(reaction="search.forget_tickets"):
        forget_tickets.function(job)
    reindex_stale()


def state() -> dict[str, object]:
    """All that an undo must bring back: everything but versions, events and the merge itself."""
    found: dict[str, object] = {}
    for table, rows in snapshot().items():
        if table not in IGNORED:
            found[table] = sorted(map(str, rows))
    for model, table in ((Company, "clients_company"), (Contact, "clients_contact")):
        fields = [f.attname for f in model._meta.concrete_fields if f.name != "version"]
        found[table] = list(model.objects.order_by("pk").values_list(*fields))
    readers = TicketReader.objects.order_by("ticket_id", "team_id", "agent_id", "contact_id")
    found["tickets_ticketreader"] = list(
        readers.values_list("ticket_id", "team_id", "agent_id", "contact_id")
    )
    return found


@pytest.fixture
def twin(people: make.Cast) -> Company:
    """The same company entered twice: people, a site, a file, a request, and what the first lacks."""
    twin = create_company(
        SYSTEM,
        name="Альфа",
        domains=["alfa.test"],
        phones=["+74951234567"],
        inn="7707083893",
        notes="Ключ у охраны",
    )
    person = make.client("Ольга Вторая", twin, email="olga@alfa.test")
    make.site(twin)
    twin.services.add(make.service("7"))
    make.client_file(people.admin, twin, public=True)
    make.ticket(person, "Принтер двойника")
    return twin


def test_everything_goes_to_the_survivor_and_back(people: make.Cast, twin: Company) -> None:
    """People, domains, sites, files, tickets; one manager sees the other's; an undo restores all."""
    before = state()
    with recorded() as events:
        merge = merge_clients(people.admin, people.company, twin)
    assert kinds(events) == ["company.merged"]
    follow(merge)
    survivor = Company.objects.get(pk=people.company.pk)
    assert (survivor.inn, survivor.notes, survivor.name) == ("7707083893", "Ключ у охраны", "ООО «Альфа»")
    assert find_sender("who@alfa.test").company == survivor
    assert find_sender("olga@alfa.test").company == survivor
    assert get_company_for(people.admin, str(twin.uid)) == survivor
    assert survivor.sites.count() == survivor.files.count() == survivor.services.count() == 1
    assert [row.subject for row in visible_to(people.manager)] == ["Принтер двойника"]
    assert len(find(people.manager, "двойника").hits) == 1
    assert Merge.objects.get().moving is False
    undone = undo_merge(people.admin, merge)
    follow(undone)
    assert state() == before
    assert not MergedTickets.objects.exists()
    assert find(people.manager, "двойника").hits == []


def test_contacts(people: make.Cast) -> None:
    """Addresses, sign-in, requests and who reads them; the other's sign-in is closed, an undo opens it."""
    twin = make.client("Иван К.", people.company, email="ivan@alpha.test")
    other = make.contact_of(twin)
    ticket = make.ticket(twin, "Мой второй вопрос")
    colleague = make.ticket(people.manager, "За Ивана", contact=other)
    before = state()
    merge = merge_clients(people.admin, make.contact_of(people.client), other)
    follow(merge)
    assert {row.pk for row in visible_to(people.client)} == {ticket.pk, colleague.pk}
    assert find_sender("ivan@alpha.test").contact == make.contact_of(people.client)
    assert get_contact_for(people.admin, str(other.uid)).pk == people.client.contact_id
    assert not make.user_of(twin).is_active
    follow(undo_merge(people.admin, merge))
    assert make.user_of(twin).is_active
    assert state() == before


def test_in_pieces_that_survive_a_kill(
    people: make.Cast, twin: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker killed between two transactions: the next goes on; nothing is counted twice."""
    person = twin.contacts.get()
    for number in range(4):
        make.ticket(people.admin, f"Ещё {number}", contact=person)
    monkeypatch.setattr(merging, "CHUNK", 2)
    merge = merge_clients(people.admin, people.company, twin)
    assert merging._move_some(merge.pk, "company")
    assert Ticket.objects.filter(company=twin).count() == 3
    follow(merge)
    assert Ticket.objects.filter(company=twin).count() == 0
    moved = [pk for part in MergedTickets.objects.all() for pk in part.ids]
    assert sorted(moved) == sorted(set(moved))
    assert len(moved) == 5
    assert not merging._move_some(merge.pk, "company")


def test_undone_while_tickets_still_move(people: make.Cast, twin: Company) -> None:
    """The move stops where it is, and what had gone comes back."""
    merge = merge_clients(people.admin, people.company, twin)
    undone = undo_merge(people.admin, merge)
    assert not merging._move_some(merge.pk, "company")
    follow(undone)
    assert Ticket.objects.get().company == twin


def test_an_undo_is_refused_when_things_have_changed(
    people: make.Cast, twin: Company, frozen_clock: FrozenClock
) -> None:
    """Somebody has gone on to another company, or a value was written over; twice; too late."""
    merge = merge_clients(people.admin, people.company, twin)
    moved = Contact.objects.get(name="Ольга Вторая")
    spec = ContactSpec(moved.name, emails=["olga@alfa.test"], company=people.other_company)
    change_contact(people.admin, moved, version=moved.version, spec=spec)
    with refused(NotPossible):
        undo_merge(people.admin, merge)
    moved.refresh_from_db()
    spec = ContactSpec(moved.name, emails=["olga@alfa.test"], company=people.company)
    change_contact(people.admin, moved, version=moved.version, spec=spec)
    row = Company.objects.get(pk=people.company.pk)
    domains = [one.domain for one in row.domains.all()]
    change_company(people.admin, row, version=row.version, values={"notes": "Другое"}, domains=domains)
    with refused(NotPossible):
        undo_merge(people.admin, merge)
    Company.objects.filter(pk=row.pk).update(notes="Ключ у охраны")
    frozen_clock.move(timedelta(days=31))
    with refused(NotPossible):
        undo_merge(people.admin, merge)
    frozen_clock.move(timedelta(days=-2))
    undo_merge(people.admin, merge)
    with refused(NotPossible):
        undo_merge(people.admin, merge)


def test_refusals(people: make.Cast, twin: Company) -> None:
    """Without the right; with itself; one merged already; an account without the right to give one."""
    for actor in (people.agent, people.manager):
        with refused(Denied):
            merge_clients(actor, people.company, twin)
    with refused(Invalid, fields={"with"}):
        merge_clients(people.lead, twin, twin)
    with refused(Denied):
        merge_clients(people.lead, make.contact_of(people.client), make.contact_of(people.colleague))
    merge = merge_clients(people.lead, people.company, twin)
    with refused(Invalid, fields={"with"}):
        merge_clients(people.lead, people.other_company, twin)
    with refused(Denied):
        undo_merge(people.agent, merge)


def test_levels_follow(people: make.Cast, twin: Company) -> None:
    """A further company merged into another: the level goes along."""
    set_levels(
        people.admin, make.contact_of(people.colleague), PortalLevel(), {twin.pk: PortalLevel("company")}
    )
    merge_clients(people.admin, people.other_company, twin)
    row = make.contact_of(people.colleague)
    assert row.scope_companies == [people.other_company.pk]


def test_custom_fields_the_survivor_lacks(people: make.Cast, twin: Company) -> None:
    """Go over one by one and are found by; an undo gives them back and leaves what was filled in since; the
    preview says no more than its reader may see."""
    field(people.admin, "tariff", owner="company", filterable=True)
    field(people.admin, "limit", "money", owner="company")
    field(people.admin, "secret", owner="company", roles=[Role.objects.get(code="lead").pk])
    field(people.admin, "note", owner="company")
    worker.drain()
    give_fields(people.admin, people.company, {"tariff": "gold"})
    give_fields(people.admin, twin, {"tariff": "silver", "limit": "10", "secret": "тайна"})
    page = visitor(people.dispatcher).get(
        f"/desk/clients/companies/{people.company.uid}/merge?with={twin.uid}"
    )
    assert "нет доступа" in words_of(page)
    assert "тайна" not in words_of(page)
    merge = merge_clients(people.admin, people.company, twin)
    amount = {"amount": 1000, "currency": "RUB"}
    assert _custom(people.company) == {"tariff": "gold", "limit": amount, "secret": "тайна"}
    give_fields(people.admin, people.company, {"note": "позже"})
    undo_merge(people.admin, merge)
    assert _custom(people.company) == {"tariff": "gold", "note": "позже"}
    give_fields(people.admin, people.company, {"tariff": ""})
    again = merge_clients(people.admin, people.company, twin)
    found = companies_page(people.admin, fields={"tariff": "silver"}).rows
    assert [row.pk for row in found] == [people.company.pk]
    give_fields(people.admin, people.company, {"limit": "20"})
    with refused(NotPossible):
        undo_merge(people.admin, again)


def _custom(company: Company) -> object:
    return Company.objects.get(pk=company.pk).custom


def test_suggestions_and_preview(people: make.Cast, twin: Company) -> None:
    """Same INN, name, phone; what a merge would do, without doing it; the last one on the card."""
    create_company(SYSTEM, name="Альфа", inn="7707083893")
    create_contact(SYSTEM, ContactSpec("Иван Клиентов", company=people.company))
    assert [{row.name for row in one.rows} for one in alike_companies(people.admin)] == [{"Альфа"}]
    assert [len(one.rows) for one in alike_contacts(people.admin)] == [2]
    assert alike_companies(people.agent) == alike_contacts(people.agent) == []
    assert [row.name for _why, row in likely_for(people.admin, twin)] == ["Альфа"]
    seen = preview(people.admin, people.company, twin)
    going = {str(one.label): one for one in seen.moves}
    assert going["Люди"].names == ["Ольга Вторая"]
    services = going["Доступные ей услуги"]
    assert (services.number, services.names, services.more) == (1, ["Услуга 7"], 0)
    less = {str(one.label): one.names for one in preview(people.agent, people.company, twin).moves}
    assert (less["Люди"], less["Почтовые домены"]) == ([], ["alfa.test"])
    assert [name for name, *_rest in seen.fields] == ["inn", "notes"]
    assert last_merge(people.admin, people.company) is None
    merge_clients(people.admin, people.company, twin)
    standing = last_merge(people.admin, people.company)
    assert standing is not None
    assert (standing.name, standing.moving) == ("Альфа", True)
