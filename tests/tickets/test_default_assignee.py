"""ROUTE-2: who looks after site, contact or company gets what nobody was chosen for, whatever the way in."""

from __future__ import annotations

import pytest
from django.utils import translation

from otklik.catalogue.models import ChannelAccount, Service
from otklik.clients.commands import Manager, Observers, set_manager, set_observers
from otklik.clients.models import Site
from otklik.core.actors import Via
from otklik.people.actor import SYSTEM, Actor
from otklik.people.commands import set_settings
from otklik.people.models import Team
from otklik.tickets import commands
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Observer, Ticket
from otklik.web.history import line_of
from tests import make
from tests.support.writes import changes, recorded


def _asked(
    people: make.Cast,
    by: Actor | None = None,
    *,
    site: Site | None = None,
    service: Service | None = None,
    account: ChannelAccount | None = None,
    team: Team | None = None,
) -> Ticket:
    about = Registration(
        "Не варит",
        from_text("Совсем"),
        contact=make.contact_of(people.client),
        site=site,
        service=service,
        account=account,
        team=team,
    )
    return commands.register(by or people.client, about)


def _looks_after(agent: Actor) -> Manager:
    return Manager(agent_id=agent.agent_id)


@pytest.mark.parametrize("via", [Via.PORTAL, Via.MAIL, Via.PHONE, Via.API])
def test_the_way_in_makes_no_difference(people: make.Cast, via: Via) -> None:
    set_manager(people.lead, people.company, _looks_after(people.outsider))
    by = people.dispatcher if via is Via.PHONE else SYSTEM if via is Via.MAIL else people.client
    with recorded() as events:
        ticket = _asked(people, by.through(via))
    assert (ticket.assignee_id, ticket.team_id) == (people.outsider.agent_id, people.hr.pk)
    assert ticket.status.code == "assigned"
    assert ticket.assigned_at == ticket.created_at
    assert changes(events[0]) == {
        "team": (None, people.hr.pk),
        "assignee": (None, people.outsider.agent_id),
    }
    assert events[0].data["why"] == "manager:company"


def test_site_before_contact_before_company(people: make.Cast) -> None:
    """Each where it has somebody; a team can look after a client too."""
    site, contact = make.site(people.company), make.contact_of(people.client)
    set_manager(people.lead, people.company, _looks_after(people.outsider))
    set_manager(people.lead, contact, Manager(team_id=people.hr.pk))
    site = set_manager(people.lead, site, _looks_after(people.agent))
    at_site = _asked(people, site=site)
    assert (at_site.assignee_id, at_site.team_id) == (people.agent.agent_id, people.it.pk)
    by_contact = _asked(people)
    assert (by_contact.assignee_id, by_contact.team_id) == (None, people.hr.pk)
    set_manager(people.lead, contact, Manager())
    assert _asked(people).assignee_id == people.outsider.agent_id


def test_the_services_team_comes_first(people: make.Cast) -> None:
    """The first manager who works in it gets the ticket; when none does, it is the team's."""
    service = make.service("7", team=people.it)
    set_manager(people.lead, people.company, _looks_after(people.teammate))
    set_manager(people.lead, make.contact_of(people.client), _looks_after(people.outsider))
    ticket = _asked(people, service=service)
    assert (ticket.team_id, ticket.assignee_id) == (people.it.pk, people.teammate.agent_id)
    set_manager(people.lead, people.company, Manager(team_id=people.hr.pk))
    ticket = _asked(people, service=service)
    assert (ticket.team_id, ticket.assignee_id) == (people.it.pk, None)


def test_the_mailbox_comes_last(people: make.Cast) -> None:
    """Its team gets what is nobody's; a manager of two teams works in the mailbox's."""
    account = make.mailbox("box", team=people.it)
    assert _asked(people, SYSTEM, account=account).team_id == people.it.pk
    set_manager(people.lead, people.company, Manager(team_id=people.hr.pk))
    assert _asked(people, SYSTEM, account=account).team_id == people.hr.pk


def test_the_installations_own_default_comes_after_all(people: make.Cast) -> None:
    """Before the dispatchers, by every way in; an employee brings a team along, but no other team's ticket is
    theirs. Its observers follow with the client's."""
    agent = make.agent_of(people.agent)
    set_observers(people.lead, people.company, Observers([], [people.front.pk]))
    set_settings(
        people.admin,
        {
            "tickets.default_agent": str(agent.uid),
            "tickets.default_observer_agents": [str(make.agent_of(people.lead).uid)],
            "tickets.default_observer_teams": ["front", "it"],
        },
    )
    ticket = None
    for by in (people.client, SYSTEM.through(Via.MAIL), people.dispatcher.through(Via.PHONE)):
        with recorded() as events:
            ticket = _asked(people, by)
        assert (ticket.team_id, ticket.assignee_id) == (people.it.pk, agent.pk)
        assert events[0].data["why"] == "house"
    following = Observer.objects.filter(ticket=ticket).values_list("agent_id", "team_id")
    assert set(following) == {(people.lead.agent_id, None), (None, people.front.pk), (None, people.it.pk)}
    set_settings(people.admin, {"tickets.default_team": "hr"})
    ticket = _asked(people)
    assert (ticket.team_id, ticket.assignee_id) == (people.hr.pk, None), "the employee works elsewhere"
    assert _asked(people, account=make.mailbox("box", team=people.it)).team_id == people.it.pk
    set_manager(people.lead, people.company, _looks_after(people.outsider))
    assert _asked(people).assignee_id == people.outsider.agent_id


def test_who_has_left_or_is_hidden_is_passed_over(people: make.Cast) -> None:
    site = make.site(people.company)
    gone = make.employee("Ушедшая")
    site = set_manager(people.lead, site, Manager(agent_id=gone.pk))
    set_manager(people.lead, people.company, Manager(team_id=people.hr.pk))
    make.leave(gone)
    ticket = _asked(people, site=site)
    assert (ticket.assignee_id, ticket.team_id) == (None, people.hr.pk)
    make.hide(people.hr)
    assert _asked(people, site=site).team_id == people.front.pk


def test_who_chose_is_not_overruled(people: make.Cast) -> None:
    set_manager(people.lead, people.company, _looks_after(people.outsider))
    ticket = _asked(people, people.dispatcher, team=people.it)
    assert (ticket.team_id, ticket.assignee_id) == (people.it.pk, None)


def test_the_history_says_why(people: make.Cast) -> None:
    set_manager(people.lead, people.company, _looks_after(people.agent))
    with recorded() as events:
        _asked(people)
    with translation.override("en"):
        line = line_of(events[0], {})
    assert line.what == "ticket registered, assigned to who looks after the company"
