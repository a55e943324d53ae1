"""Where a new ticket goes when nobody chose, and who knows its client from then on."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import ChannelAccount, Service
from otklik.clients.access import visible_companies, visible_contacts
from otklik.clients.models import Acquaintance
from otklik.core.models import Event
from otklik.people.actor import SYSTEM, Actor
from otklik.people.models import Team
from otklik.tickets import commands
from otklik.tickets.commands import Edit, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.support.writes import SYSTEM_DOER, changes, doer, jobs_of, kinds, listed, recorded, rows


def _arrives(
    *, service: Service | None = None, account: ChannelAccount | None = None, team: Team | None = None
) -> Ticket:
    what = Registration(
        "Вопрос", from_text("Как?"), sender_email="new@far.test", service=service, account=account, team=team
    )
    return commands.register(SYSTEM, what)


@pytest.mark.parametrize(
    ("by_service", "by_account", "team", "why"),
    [
        ("it", "hr", "it", "service:7"),
        (None, "hr", "hr", "account:box"),
        (None, None, "front", "dispatch"),
        ("it", None, "it", "service:7"),
    ],
)
def test_the_way_of_a_ticket(
    people: make.Cast, by_service: str | None, by_account: str | None, team: str, why: str
) -> None:
    """The service's team, else the mailbox's, else the dispatchers; the history says why."""
    service = make.service("7", team=getattr(people, by_service) if by_service else None)
    account = make.mailbox("box", team=getattr(people, by_account) if by_account else None)
    with recorded() as events:
        ticket = _arrives(service=service, account=account)
    wanted: Team = getattr(people, team)
    assert (ticket.team_id, ticket.assignee_id, ticket.status.code) == (wanted.pk, None, "assigned")
    assert kinds(events) == ["ticket.registered", "ticket.assigned"]
    registered, assigned = events
    assert changes(assigned) == {"team": (None, wanted.pk), "status": ("new", "assigned")}
    assert assigned.data == {"why": why}
    assert doer(assigned) == SYSTEM_DOER
    assert (assigned.cause_id, assigned.depth) == (registered.pk, 1)


def test_a_ticket_with_a_team_or_an_assignee_stays_where_it_is(people: make.Cast) -> None:
    """Somebody chose."""
    service = make.service("7", team=people.hr)
    with recorded() as events:
        with_team = _arrives(service=service, team=people.it)
        with_agent = make.ticket(people.agent, service=service, assignee=people.teammate)
    assert with_team.team_id == with_agent.team_id == people.it.pk
    assert with_agent.assignee_id == people.teammate.agent_id
    assert kinds(events) == ["ticket.registered"] * 2


def test_without_dispatchers_it_waits_for_anybody_who_sees_all(db: None) -> None:
    """No team at all: the ticket is new and nobody's."""
    with recorded() as events:
        ticket = _arrives()
    assert (ticket.team_id, ticket.assignee_id, ticket.status.code) == (None, None, "new")
    assert kinds(events) == ["ticket.registered"]


def test_a_hidden_team_gets_nothing(people: make.Cast) -> None:
    """Its service and mailbox send on to the next."""
    service, account = make.service("7", team=people.hr), make.mailbox("box", team=people.hr)
    make.hide(people.hr)
    assert _arrives(service=service).team_id == people.front.pk
    assert _arrives(account=account).team_id == people.front.pk
    make.hide(people.front)
    assert _arrives().team_id is None
    assert rows(Event, kind="reaction.failed") == 0


def test_a_specialist_knows_the_clients_of_their_tickets(people: make.Cast) -> None:
    """From assignment on, by team or by person; a stranger's company stays unknown."""
    contact, other = make.contact_of(people.client), make.contact_of(people.stranger)
    assert _known(people.agent) == (set(), set())
    make.ticket(people.client, team=people.it)
    assert _known(people.agent) == ({contact.pk}, {people.company.pk})
    assert _known(people.teammate) == ({contact.pk}, {people.company.pk})
    assert _known(people.outsider) == (set(), set())
    ticket = make.ticket(people.stranger)
    commands.assign(people.dispatcher, ticket, agent_id=people.outsider.agent_id, team_id=None)
    assert _known(people.outsider) == ({other.pk}, {people.other_company.pk})
    assert _known(people.agent) == ({contact.pk}, {people.company.pk})
    everybody = {
        make.contact_of(a).pk for a in (people.client, people.colleague, people.manager, people.stranger)
    }
    assert _known(people.dispatcher) == (everybody, {people.company.pk, people.other_company.pk})


def test_choosing_another_contact_introduces_them(people: make.Cast) -> None:
    """Who works on the ticket knows the new client too; doing things twice writes nothing twice."""
    ticket = make.ticket(people.client, team=people.it)
    commands.take(people.agent, ticket)
    before = rows(Acquaintance)
    assert before == 4  # the team and the agent, the contact and the company
    commands.edit(people.agent, ticket, Edit(contact=make.contact_of(people.stranger)))
    assert rows(Acquaintance) == 8
    commands.release(people.agent, ticket)
    commands.take(people.agent, ticket)
    assert rows(Acquaintance) == 8
    assert make.contact_of(people.stranger).pk in _known(people.teammate)[0]


def test_an_unknown_sender_introduces_nobody(people: make.Cast) -> None:
    """There is nobody to know; a known company alone is."""
    _arrives(team=people.it)
    assert rows(Acquaintance) == 0
    commands.register(
        SYSTEM, Registration("Вопрос", from_text("Как?"), company=people.company, team=people.it)
    )
    known = Acquaintance.objects.get()
    assert (known.team_id, known.contact_id, known.company_id) == (people.it.pk, None, people.company.pk)


def test_routing_queues_what_registration_queues(people: make.Cast) -> None:
    """What `reactions.py` lists for the registration and for the assignment, each once."""
    make.ticket(people.client)
    registered, assigned = Event.objects.filter(ticket_id__isnull=False).order_by("pk")
    assert jobs_of(registered) == listed(registered)
    assert jobs_of(assigned) == listed(assigned)
    assert "notifications.tell" in jobs_of(assigned)


def _known(actor: Actor) -> tuple[set[int], set[int]]:
    fresh = actor
    if actor.agent_id:
        fresh = make.actor_of(make.agent_of(actor))
    contacts = set(visible_contacts(fresh).values_list("pk", flat=True))
    return contacts, set(visible_companies(fresh).values_list("pk", flat=True))
