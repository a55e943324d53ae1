"""Who follows the new tickets of a client, and who looks after them."""

from __future__ import annotations

from dataclasses import replace

from otklik.catalogue.commands.accounts import change_account
from otklik.catalogue.commands.make import AccountSpec
from otklik.clients.commands import Manager, Observers, set_manager, set_observers
from otklik.core.errors import Denied, Invalid
from otklik.people.actor import SYSTEM
from otklik.tickets.commands import Registration, register
from otklik.tickets.content import from_text
from otklik.tickets.models import Observer, Ticket, TicketReader
from tests import make
from tests.support.writes import changes, kinds, recorded, refused, unchanged


def _followers(ticket: Ticket) -> set[tuple[int | None, int | None]]:
    return set(Observer.objects.filter(ticket=ticket).values_list("agent_id", "team_id"))


def test_said_and_told(people: make.Cast) -> None:
    """Ids from and to in the event; the same ones change nothing."""
    agent = people.outsider.agent_id or 0
    with recorded() as events:
        company = set_observers(people.lead, people.company, Observers([agent], [people.hr.pk]))
    company.refresh_from_db()
    assert (company.observer_agents, company.observer_teams, company.version) == ([agent], [people.hr.pk], 2)
    assert kinds(events) == ["company.changed"]
    assert changes(events[0]) == {"observer_agents": ([], [agent]), "observer_teams": ([], [people.hr.pk])}
    with unchanged():
        set_observers(people.lead, company, Observers([agent], [people.hr.pk]))


def test_who_may_and_who_can_be(people: make.Cast) -> None:
    """Whoever changes clients; employees and teams that work here."""
    for actor in (people.agent, people.client, people.manager):
        with refused(Denied):
            set_observers(actor, people.company, Observers())
    for strange in (Observers([10**6]), Observers([], [10**6])):
        with refused(Invalid, fields={"observers"}):
            set_observers(people.lead, people.company, strange)
    gone = make.employee("Ушедшая")
    make.leave(gone)
    with refused(Invalid, fields={"observers"}):
        set_observers(people.lead, people.company, Observers([gone.pk]))


def test_new_tickets_have_them(people: make.Cast) -> None:
    """They may read; tickets there were, and other companies' tickets, are as before."""
    before = make.ticket(people.client, team=people.it)
    agent = people.outsider.agent_id or 0
    set_observers(people.lead, people.company, Observers([agent], [people.hr.pk]))
    ticket = make.ticket(people.client, team=people.it)
    assert _followers(ticket) == {(agent, None), (None, people.hr.pk)}
    readers = TicketReader.objects.filter(ticket=ticket)
    assert readers.filter(agent_id=agent).exists()
    assert readers.filter(team=people.hr).exists()
    assert _followers(before) == set()
    assert _followers(make.ticket(people.stranger, team=people.it)) == set()


def test_who_has_left_follows_nothing_new(people: make.Cast) -> None:
    """They may stay in the card; saving it as it is goes."""
    gone = make.employee("Ушедшая")
    company = set_observers(people.lead, people.company, Observers([gone.pk]))
    make.leave(gone)
    assert _followers(make.ticket(people.client, team=people.it)) == set()
    with unchanged():
        set_observers(people.lead, company, Observers([gone.pk]))


def test_the_contacts_join_the_companys(people: make.Cast) -> None:
    """ROUTE-2: the union, each once; of the contact alone where there is no company."""
    agent = people.outsider.agent_id or 0
    mate = people.teammate.agent_id or 0
    set_observers(people.lead, people.company, Observers([agent], [people.hr.pk]))
    set_observers(people.lead, make.contact_of(people.client), Observers([agent, mate]))
    ticket = make.ticket(people.client, team=people.it)
    assert _followers(ticket) == {(agent, None), (mate, None), (None, people.hr.pk)}
    private = make.contact("Частное Лицо")
    with recorded() as events:
        private = set_observers(people.lead, private, Observers([mate]))
    assert kinds(events) == ["contact.changed"]
    what = Registration("Принтер", from_text("не печатает"), contact=private)
    assert _followers(register(people.dispatcher, what)) == {(mate, None)}


def test_those_of_the_mailbox_join(people: make.Cast) -> None:
    """ROUTE-2: the union of way in, site, contact and company, employees and teams apart."""
    account = make.mailbox("box", team=people.it)
    agent, mate = people.outsider.agent_id or 0, people.teammate.agent_id or 0
    spec = AccountSpec(
        "box",
        account.address,
        account.title,
        account.brand,
        observer_agents=[agent],
        observer_teams=[people.hr.pk],
    )
    with recorded() as events:
        account = change_account(people.admin.ref, account, replace(spec, team=people.it))
    assert changes(events[0]) == {"observer_agents": ([], [agent]), "observer_teams": ([], [people.hr.pk])}
    set_observers(people.lead, people.company, Observers([agent, mate]))
    what = Registration("Принтер", from_text("x"), contact=make.contact_of(people.client), account=account)
    assert _followers(register(SYSTEM, what)) == {(agent, None), (mate, None), (None, people.hr.pk)}
    with refused(Invalid, fields={"observers"}):
        change_account(people.admin.ref, account, replace(spec, observer_agents=[10**6]))


def test_who_looks_after_a_contact(people: make.Cast) -> None:
    """An employee or a team, never both, here as for companies."""
    contact = make.contact_of(people.client)
    with recorded() as events:
        set_manager(people.lead, contact, Manager(team_id=people.it.pk))
    assert kinds(events) == ["contact.changed"]
    assert changes(events[0]) == {"manager_team": (None, people.it.pk)}
    with refused(Invalid, fields={"manager"}):
        set_manager(people.lead, contact, Manager(people.agent.agent_id, people.it.pk))
    with refused(Denied):
        set_manager(people.agent, contact, Manager())
