"""Whoever changes several tickets at once holds them all before rows that tickets share: nobody waits for
somebody who waits for them. And two who merge the same tickets, and one
who only looks at a ticket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from otklik.core import clock
from otklik.core.errors import Refused
from otklik.tickets import commands
from otklik.tickets.bulk import BulkChange
from otklik.tickets.commands.handover import Heir, deactivate_agent
from otklik.tickets.commands.locking import locked
from otklik.tickets.models import Message, Seen, Ticket, Waiting
from tests import make
from tests.core.sessions import Session, waits_for_a_lock
from tests.support.fixtures import TUESDAY_MORNING
from tests.support.turns import gives

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]
Meets = Callable[[Callable[[], object], Ticket, Callable[[], object]], None]


@pytest.fixture
def meets() -> Iterator[Meets]:
    """`several` begins while somebody holds a ticket of theirs, who then goes on: both come to an end."""
    one, other = Session(), Session()

    def run(several: Callable[[], object], held: Ticket, goes_on: Callable[[], object]) -> None:
        one.begin()
        one.do(lambda: locked(held))
        done = other.begin_to(lambda: _on_tuesday(several))
        assert waits_for_a_lock()
        one.do(lambda: _on_tuesday(goes_on))
        one.commit()
        done()

    yield run
    for session in (one, other):
        session.close()


def _on_tuesday(what: Callable[[], object]) -> object:
    """When people are at work."""
    with clock.freeze(TUESDAY_MORNING):
        return what()


def test_a_bulk_change_meets_a_team_that_gives(meets: Meets) -> None:
    people = make.cast()
    gives(people, people.it)
    tickets = [make.ticket(people.client, team=people.hr) for _one in range(3)]
    change = BulkChange(assignee=f"team:{people.it.code}")
    meets(
        lambda: commands.change_many(people.admin, [row.pk for row in tickets], change),
        tickets[-1],
        lambda: commands.assign(people.admin, tickets[-1], agent_id=None, team_id=people.it.pk),
    )
    held = Ticket.objects.filter(team=people.it).values_list("assignee_id", flat=True)
    assert len(set(held)) == len(held) == 3


def test_switching_somebody_off_meets_a_team_that_gives(meets: Meets) -> None:
    people = make.cast()
    gives(people, people.hr)
    tickets = [make.ticket(people.client, team=people.it, assignee=people.lead) for _one in range(2)]
    meets(
        lambda: deactivate_agent(people.admin, make.agent_of(people.lead), Heir(team_id=people.hr.pk)),
        tickets[-1],
        lambda: commands.assign(people.admin, tickets[-1], agent_id=None, team_id=people.hr.pk),
    )
    assert not Ticket.objects.filter(assignee_id=people.lead.agent_id).exists()


def test_giving_what_waits_meets_giving_one_of_it(meets: Meets) -> None:
    people = make.cast()
    tickets = [make.ticket(people.client, team=people.it) for _one in range(2)]
    gives(people, people.it)
    for row in tickets:
        Waiting.objects.create(ticket=row, team=people.it, since=row.created_at)
    meets(
        lambda: commands.give_waiting(people.it.pk),
        tickets[-1],
        lambda: commands.give_by_turn(tickets[-1].pk),
    )
    held = Ticket.objects.filter(team=people.it).values_list("assignee_id", flat=True)
    assert None not in held
    assert len(set(held)) == 2


def test_two_merge_the_same_two_each_into_the_other(meets: Meets) -> None:
    """One of them merges, the other is told; no message is lost on the way."""
    people = make.cast()
    one, two = (make.ticket(people.client, team=people.it) for _one in range(2))
    written = set(Message.objects.values_list("pk", flat=True))
    refused = []

    def merge_back() -> None:
        try:
            commands.merge(people.admin, two, [one])
        except Refused as error:
            refused.append(error)

    meets(merge_back, one, lambda: commands.merge(people.admin, one, [two]))
    assert len(refused) == 1
    kept = Ticket.objects.get(merged_into=None)
    assert kept.pk == one.pk
    assert written <= set(Message.objects.filter(ticket=kept).values_list("pk", flat=True))


def test_who_looks_at_a_ticket_does_not_wait_for_who_changes_it() -> None:
    """What is written of a ticket refers to a key that never changes."""
    people = make.cast()
    ticket = make.ticket(people.client, team=people.it)
    first = Message.objects.get(ticket=ticket)
    changing, looking = Session(), Session()
    with closing(changing), closing(looking):
        changing.begin()
        changing.do(lambda: locked(ticket))
        looking.begin_to(lambda: commands.mark_seen(people.lead, ticket, first.pk))()
        changing.commit()
    assert Seen.objects.filter(
        ticket=ticket, agent_id=people.lead.agent_id or 0, message_id=first.pk
    ).exists()
