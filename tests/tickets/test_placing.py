"""Where a new ticket goes when nobody chose."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import ChannelAccount, Service
from otklik.core.models import Event
from otklik.people.actor import SYSTEM
from otklik.people.models import Team
from otklik.tickets import commands
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.support.writes import changes, jobs_of, kinds, listed, recorded, rows


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
    assert kinds(events) == ["ticket.registered"]
    assert changes(events[0]) == {"team": (None, wanted.pk)}
    assert events[0].data["why"] == why


def test_a_ticket_with_a_team_or_an_assignee_stays_where_it_is(people: make.Cast) -> None:
    """Somebody chose."""
    service = make.service("7", team=people.hr)
    with recorded() as events:
        with_team = _arrives(service=service, team=people.it)
        with_agent = make.ticket(people.agent, service=service, assignee=people.teammate)
    assert with_team.team_id == with_agent.team_id == people.it.pk
    assert with_agent.assignee_id == people.teammate.agent_id
    assert kinds(events) == ["ticket.registered"] * 2
    assert [(event.changes, event.data.get("why")) for event in events] == [([], None)] * 2


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


def test_what_follows_is_queued_once(people: make.Cast) -> None:
    """What `reactions.py` lists for the registration, each once."""
    make.ticket(people.client)
    registered = Event.objects.get(ticket_id__isnull=False)
    assert jobs_of(registered) == listed(registered)
    assert "notifications.tell" in jobs_of(registered)
