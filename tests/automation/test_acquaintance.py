"""Who knows a ticket's client."""

from __future__ import annotations

from otklik.clients.access import visible_companies, visible_contacts
from otklik.clients.models import Acquaintance
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import commands
from otklik.tickets.commands import Edit, Registration
from otklik.tickets.content import from_text
from tests import make
from tests.support.writes import rows


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
    commands.register(
        SYSTEM, Registration("Вопрос", from_text("Как?"), sender_email="new@far.test", team=people.it)
    )
    assert rows(Acquaintance) == 0
    commands.register(
        SYSTEM, Registration("Вопрос", from_text("Как?"), company=people.company, team=people.it)
    )
    known = Acquaintance.objects.get()
    assert (known.team_id, known.contact_id, known.company_id) == (people.it.pk, None, people.company.pk)


def _known(actor: Actor) -> tuple[set[int], set[int]]:
    fresh = actor
    if actor.agent_id:
        fresh = make.actor_of(make.agent_of(actor))
    contacts = set(visible_contacts(fresh).values_list("pk", flat=True))
    return contacts, set(visible_companies(fresh).values_list("pk", flat=True))
