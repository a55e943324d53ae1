"""An employee leaves: tickets pass on in one step, sign-in ends, and all of it can be undone by hand."""

from __future__ import annotations

from otklik.clients.commands import ContactSpec, create_contact
from otklik.core.actors import Via
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.people.actor import SYSTEM
from otklik.people.models import Team
from otklik.people.queries import actor_of_user, staff
from otklik.tickets.commands.handover import Heir, activate_agent, deactivate_agent
from otklik.tickets.models import Ticket
from tests import make
from tests.support.writes import kinds, recorded, refused


def test_to_a_colleague(people: make.Cast) -> None:
    """Every open ticket, in one batch; nobody can sign in as them; what is closed stays theirs."""
    agent = make.agent_of(people.agent)
    one, two = (make.ticket(people.client, team=people.it, assignee=people.agent) for _n in range(2))
    with recorded() as events:
        number = deactivate_agent(people.admin, agent, Heir(agent_id=people.teammate.agent_id))
    assert number == 2
    assert kinds(events) == ["ticket.assigned", "ticket.assigned", "agent.changed", "user.changed"]
    assert len({event.batch_id for event in events}) == 1
    for ticket in (one, two):
        ticket.refresh_from_db()
        assert (ticket.assignee_id, ticket.team_id) == (people.teammate.agent_id, people.it.pk)
    assert actor_of_user(make.user_of(people.agent), Via.DESK) is None
    assert not make.user_of(people.agent).is_active
    assert not staff().agents[agent.pk].is_active


def test_to_a_team(people: make.Cast) -> None:
    """Nobody in it is chosen; the lead of a team leaves it without one."""
    make.ticket(people.client, team=people.it, assignee=people.lead)
    deactivate_agent(people.admin, make.agent_of(people.lead), Heir(team_id=people.hr.pk))
    ticket = Ticket.objects.get()
    assert (ticket.assignee_id, ticket.team_id) == (None, people.hr.pk)
    assert Team.objects.get(pk=people.it.pk).lead is None


def test_who_cannot_inherit(people: make.Cast) -> None:
    """Nobody, themselves, somebody who left, a hidden team; and who may not, may not."""
    agent = make.agent_of(people.agent)
    make.ticket(people.client, team=people.it, assignee=people.agent)
    gone = make.employee("Ушедшая")
    make.leave(gone)
    make.hide(people.hr)
    heirs = (None, Heir(), Heir(agent_id=agent.pk), Heir(agent_id=gone.pk), Heir(team_id=people.hr.pk))
    for heir in heirs:
        with refused(Invalid, fields={"heir"}):
            deactivate_agent(people.admin, agent, heir)
    with refused(Denied):
        deactivate_agent(people.lead, agent, Heir(team_id=people.it.pk))
    with refused(Denied):
        activate_agent(people.lead, agent)
    with refused(NotPossible):
        deactivate_agent(people.admin, make.agent_of(people.admin))


def test_without_tickets_and_back_again(people: make.Cast) -> None:
    """Nobody needs to be named; switched on, they sign in as before."""
    agent = make.agent_of(people.agent)
    assert deactivate_agent(people.admin, agent) == 0
    agent.refresh_from_db()
    activate_agent(people.admin, agent)
    actor = actor_of_user(make.user_of(people.agent), Via.DESK)
    assert actor is not None
    assert actor.team_ids == people.agent.team_ids


def test_a_client_in_the_same_account_stays_one(people: make.Cast) -> None:
    """Who is a contact too still signs in to the portal."""
    agent = make.agent_of(people.agent)
    create_contact(SYSTEM, ContactSpec("Елена Белова", emails=["me@home.test"], user=agent.user))
    deactivate_agent(people.admin, agent)
    assert make.user_of(people.agent).is_active
