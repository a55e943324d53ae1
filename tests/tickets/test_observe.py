"""Following: oneself, others, teams; who reads and works because of it, and who stops."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.core.errors import Denied, Invalid, NotFound
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.access import holds, visible_to
from otklik.tickets.models import Observer, Ticket
from tests import make
from tests.support.writes import by, changes, doer, jobs_of, listed, recorded, refused, rows, unchanged


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def _access(actor: Actor, ticket: Ticket) -> tuple[bool, bool]:
    ticket.refresh_from_db()
    return visible_to(actor).filter(pk=ticket.pk).exists(), holds(actor, ticket)


def test_following_oneself(people: make.Cast, ticket: Ticket) -> None:
    """Needs no right; repeating it changes nothing; stopping too."""
    bare = replace(people.teammate, rights=frozenset())
    with recorded() as events:
        commands.observe(bare, ticket, agent_id=bare.agent_id)
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == (
        "ticket.observers_changed",
        "internal",
        by(people.teammate),
    )
    assert changes(event) == {"observer": (None, f"agent:{bare.agent_id}")}
    assert jobs_of(event) == listed(event)
    with unchanged():
        commands.observe(bare, ticket, agent_id=bare.agent_id)
    with recorded() as events:
        commands.observe(bare, ticket, agent_id=bare.agent_id, following=False)
    assert changes(events[0]) == {"observer": (f"agent:{bare.agent_id}", None)}
    with unchanged():
        commands.observe(bare, ticket, agent_id=bare.agent_id, following=False)


def test_an_observer_reads_and_works_while_they_follow(people: make.Cast, ticket: Ticket) -> None:
    """One employee."""
    assert _access(people.outsider, ticket) == (False, False)
    assert _access(people.client, ticket) == (True, False)
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id)
    assert _access(people.outsider, ticket) == (True, True)
    make.reply(people.outsider, ticket)
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id, following=False)
    assert _access(people.outsider, ticket) == (False, False)


def test_a_team_that_follows_reads_and_works_while_it_does(people: make.Cast, ticket: Ticket) -> None:
    """It never held the ticket: with the following the reading ends."""
    with recorded() as events:
        commands.observe(people.agent, ticket, team_id=people.hr.pk)
    assert changes(events[0]) == {"observer": (None, f"team:{people.hr.pk}")}
    assert _access(people.outsider, ticket) == (True, True)
    commands.observe(people.agent, ticket, team_id=people.hr.pk, following=False)
    assert _access(people.outsider, ticket) == (False, False)


def test_a_team_that_held_the_ticket_reads_on(people: make.Cast, ticket: Ticket) -> None:
    """Decision 22: holding it once is enough, now or before, from registration or by handing over."""
    commands.observe(people.agent, ticket, team_id=people.it.pk)
    commands.observe(people.agent, ticket, team_id=people.it.pk, following=False)
    assert _access(people.teammate, ticket) == (True, True)
    commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk)
    commands.assign(people.outsider, ticket, agent_id=None, team_id=people.front.pk)
    for actor, team in ((people.teammate, people.it), (people.outsider, people.hr)):
        commands.observe(people.dispatcher, ticket, team_id=team.pk)
        commands.observe(people.dispatcher, ticket, team_id=team.pk, following=False)
        assert _access(actor, ticket) == (True, False)


def test_one_at_a_time(people: make.Cast, ticket: Ticket) -> None:
    """An employee named together with a team is the employee alone."""
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id, team_id=people.hr.pk)
    row = Observer.objects.get()
    assert (row.agent_id, row.team_id) == (people.outsider.agent_id, None)


def test_what_is_refused(people: make.Cast, ticket: Ticket) -> None:
    """Others without the right or the hold, a client, nobody, who has left, a hidden team, a ticket gone."""
    powerless = replace(people.agent, rights=people.agent.rights - {"tickets.edit"})
    for actor in (powerless, people.outsider, people.client):
        with refused(Denied):
            commands.observe(actor, ticket, agent_id=people.lead.agent_id)
        with refused(Denied):
            commands.observe(actor, ticket, team_id=people.hr.pk)
    with refused(Denied):
        commands.observe(people.client, ticket)
    gone = make.employee("Бывший", teams=[people.it])
    make.leave(gone)
    make.hide(people.hr)
    for agent_id, team_id in (
        (None, None),
        (10**9, None),
        (None, 10**9),
        (gone.pk, None),
        (None, people.hr.pk),
    ):
        with refused(Invalid, fields={"observer"}):
            commands.observe(people.agent, ticket, agent_id=agent_id, team_id=team_id)
    commands.delete_ticket(people.admin, ticket)
    with refused(NotFound):
        commands.observe(people.agent, ticket, agent_id=people.agent.agent_id)


def test_who_has_left_can_be_taken_off(people: make.Cast, ticket: Ticket) -> None:
    """Their row does not have to stay because they are gone."""
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id)
    commands.observe(people.agent, ticket, team_id=people.hr.pk)
    make.hide(people.hr)
    make.leave(make.agent_of(people.outsider))
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id, following=False)
    commands.observe(people.agent, ticket, team_id=people.hr.pk, following=False)
    assert rows(Observer) == 0
