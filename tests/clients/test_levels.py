"""Levels of the portal: what a contact sees besides their own requests, by one rule everywhere (CRM-3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.clients.acting import actor_of_client, actor_of_contact
from otklik.clients.commands import (
    ContactSpec,
    PortalLevel,
    SiteSpec,
    change_contact,
    create_contact,
    create_site,
    set_supervised,
)
from otklik.clients.commands import set_levels as given
from otklik.clients.models import Company, Contact, ContactCompany
from otklik.clients.sums import minor_units, typed_sum
from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.errors import Denied, Invalid, NotFound
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM, Actor
from otklik.search.queries import find
from otklik.tickets import commands
from otklik.tickets.access import company_of, get_ticket_for, own_of, visible_to
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from otklik.tickets.queries.portal import Asked, requests_page
from otklik.tickets.readership import readerships
from tests import make
from tests.support.writes import changes, kinds, recorded, refused

WIDE = PortalLevel("company")


def as_client(contact: Contact | Actor) -> Actor:
    """The contact's actor of this moment, the same by both ways there are."""
    pk = contact.contact_id if isinstance(contact, Actor) else contact.pk
    row = Contact.objects.select_related("user").get(pk=pk or 0)
    actor = actor_of_contact(row, Via.PORTAL)
    assert row.user is None or actor_of_client(row.user, Via.PORTAL) == actor
    return actor


def seen(actor: Actor) -> set[str]:
    """Subjects the client sees, by every way there is to see them."""
    found = set(visible_to(actor).values_list("subject", flat=True))
    live = readerships(list(Ticket.objects.values_list("pk", flat=True)))
    by_live = Ticket.objects.filter(pk__in=[pk for pk, who in live.items() if who.includes(actor)])
    assert found == set(by_live.values_list("subject", flat=True))
    for ticket in visible_to(actor):
        assert get_ticket_for(actor, ticket.number) == ticket
    listed = {row.subject for row in requests_page(actor, Asked(own=True)).rows}
    if actor.sees_others:
        listed |= {row.subject for row in requests_page(actor, Asked(own=False)).rows}
    assert listed == found
    words = {hit.ticket_id for hit in find(actor, "принтер").hits}
    assert words == set(visible_to(actor).values_list("pk", flat=True))
    return found


@pytest.fixture
def three(people: make.Cast) -> Company:
    """A request with a printer in each of three companies; the third company."""
    third = make.company("ООО «Гамма»")
    make.ticket(people.client, "Принтер Альфы")
    make.ticket(people.stranger, "Принтер Беты")
    make.ticket(make.client("Гость Гаммы", third), "Принтер Гаммы")
    return third


def test_supervised_companies(people: make.Cast, three: Company) -> None:
    """Supervision alone opens nothing, nor the right alone; both together do, and stop doing so."""
    colleague = make.contact_of(people.colleague)
    assert seen(as_client(colleague)) == set()
    set_supervised(people.admin, people.company, [people.other_company.pk, three.pk])
    assert seen(as_client(colleague)) == set()
    given(people.admin, colleague, PortalLevel(sees_supervised=True), {})
    assert seen(as_client(colleague)) == {"Принтер Беты", "Принтер Гаммы"}
    given(people.admin, colleague, PortalLevel("company", sees_supervised=True), {})
    assert seen(as_client(colleague)) == {"Принтер Альфы", "Принтер Беты", "Принтер Гаммы"}
    set_supervised(people.admin, people.company, [three.pk])
    assert seen(as_client(colleague)) == {"Принтер Альфы", "Принтер Гаммы"}
    given(people.admin, colleague, PortalLevel(), {})
    assert seen(as_client(colleague)) == set()


def test_a_contact_of_several_companies(people: make.Cast, three: Company) -> None:
    """A level of its own in each; leaving one closes it; moving to a further one leaves nothing behind."""
    colleague = make.contact_of(people.colleague)
    given(people.admin, colleague, PortalLevel(), {people.other_company.pk: WIDE, three.pk: PortalLevel()})
    assert seen(as_client(colleague)) == {"Принтер Беты"}
    given(people.admin, colleague, PortalLevel(), {three.pk: WIDE})
    assert seen(as_client(colleague)) == {"Принтер Гаммы"}
    colleague.refresh_from_db()
    spec = ContactSpec(colleague.name, emails=["colleague@alpha.test"], company=three)
    change_contact(people.admin, colleague, version=colleague.version, spec=spec)
    assert not ContactCompany.objects.exists()
    assert seen(as_client(colleague)) == set()


def test_sites_they_are_linked_to(people: make.Cast) -> None:
    """Requests of a site where they are named; not those of the company's other sites."""
    colleague = make.contact_of(people.colleague)
    hall = create_site(SYSTEM, SiteSpec(people.company, "Зал", contacts=[colleague]))
    yard = make.site(people.company, "Двор")
    for site in (hall, yard):
        what = Registration(
            f"Принтер: {site.name}", from_text("x"), contact=make.contact_of(people.client), site=site
        )
        commands.register(SYSTEM, what)
    assert seen(as_client(colleague)) == set()
    given(people.admin, colleague, PortalLevel(sees_sites=True), {})
    actor = as_client(colleague)
    assert (seen(actor), actor.sites, actor.companies) == (
        {"Принтер: Зал"},
        frozenset({hall.pk}),
        frozenset(),
    )
    change_setting(people.admin.ref, "modules.sites", False)
    assert seen(as_client(colleague)) == set()


def test_a_right_given_means_doing_as_with_ones_own(people: make.Cast, three: Company) -> None:
    """Opening for the other company's people, answering, closing; never seeing its notes."""
    given(people.admin, make.contact_of(people.colleague), PortalLevel(), {people.other_company.pk: WIDE})
    actor = as_client(people.colleague)
    ticket = visible_to(actor).get()
    make.note(people.admin, ticket, "Тайное")
    make.message(actor, ticket, "Отвечаю за них")
    commands.close_by_client(actor, ticket)
    ticket.refresh_from_db()
    assert ticket.state == "closed"
    for_them = make.ticket(actor, "Принтер новый", contact=make.contact_of(people.stranger))
    assert for_them.company_id == people.other_company.pk
    with refused(Denied):
        make.ticket(people.colleague, contact=make.contact_of(people.stranger))
    assert {row.pk for row in own_of(actor)} == {for_them.pk}
    assert {row.pk for row in company_of(actor)} == {ticket.pk, for_them.pk}


def test_only_who_may_give_access(people: make.Cast) -> None:
    """A lead changes contacts and gives nobody a level (ADM-2); nor by moving somebody to another company."""
    contact = make.contact_of(people.client)
    for actor in (people.lead, people.dispatcher, people.agent, people.manager):
        with refused(Denied):
            given(actor, contact, WIDE, {})
        with refused(Denied):
            set_supervised(actor, people.company, [people.other_company.pk])
        with refused(Denied):
            create_contact(actor, ContactSpec("Новый", company=people.company, access="company"))
    boss = make.contact_of(people.manager)
    spec = ContactSpec(boss.name, emails=["manager@alpha.test"], company=people.other_company)
    with refused(Denied):
        change_contact(
            people.lead, contact, version=contact.version, spec=ContactSpec(contact.name, access="company")
        )
    moved = change_contact(people.lead, boss, version=boss.version, spec=spec)
    assert (moved.company_id, moved.access) == (people.other_company.pk, "own")


def test_the_usual_level(people: make.Cast) -> None:
    """What a new contact of a company gets is a setting."""
    assert create_contact(people.lead, ContactSpec("Первый", company=people.company)).access == "own"
    change_setting(people.admin.ref, "clients.default_access", "company")
    assert create_contact(people.lead, ContactSpec("Второй", company=people.company)).access == "company"
    with refused(Denied):
        create_contact(people.lead, ContactSpec("Третий", company=people.company, access="own"))


def test_events_and_refusals(people: make.Cast, three: Company) -> None:
    """One event with from and to; the same once more writes nothing; their own company is no further one."""
    contact = make.contact_of(people.client)
    level = PortalLevel("company", approves_up_to=500_000)
    with recorded() as events:
        given(people.admin, contact, level, {three.pk: PortalLevel()})
        given(people.admin, contact, level, {three.pk: PortalLevel()})
    assert kinds(events) == ["contact.changed"]
    assert changes(events[0]) == {
        "access": ("own", "company"),
        "approves_up_to": (None, 500_000),
        "further_company": (None, three.pk),
    }
    for further in ({people.company.pk: WIDE}, {10**9: WIDE}):
        with refused(Invalid, fields={"companies"}):
            given(people.admin, contact, level, further)
    with refused(Invalid, fields={"access"}):
        given(people.admin, contact, PortalLevel("everything"), {})
    with refused(Invalid, fields={"supervised"}):
        set_supervised(people.admin, people.company, [people.company.pk])


@pytest.mark.parametrize(
    ("typed", "units"),
    [("5 000", 500_000), ("5000,5", 500_050), ("5000.05 ₽", 500_005), ("0", 0), ("пять", None), ("-5", None)],
)
def test_sums(typed: str, units: int | None) -> None:
    """As people type them, and back."""
    assert minor_units(typed) == units
    assert units is None or minor_units(typed_sum(units)) == units


def test_without_a_level_the_others_requests_are_no_list(people: make.Cast) -> None:
    """Neither plain nor narrowed, whichever way it is asked for."""
    make.ticket(people.colleague)
    for asked in (Asked(own=False), Asked(own=False, since=clock.now() - timedelta(days=1))):
        with pytest.raises(NotFound):
            requests_page(people.client, asked)
        assert len(requests_page(people.manager, asked).rows) == 1
