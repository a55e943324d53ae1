"""The radar of a team: what it asks, whom it offers, giving anew as one step, page and API (NEW-8)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.automation.radar.measuring import known_times, measure_handling
from otklik.automation.radar.reading import Radar, radar
from otklik.automation.radar.rebalancing import Wanted, rebalance
from otklik.catalogue.queries import catalogue
from otklik.core import small
from otklik.core.errors import Conflict, Denied
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, set_shares
from otklik.people.models import Role
from otklik.people.queries import Share, staff
from otklik.people.shapes import TEAM
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.fixtures import FrozenClock
from tests.support.pages import text_of, visitor
from tests.support.turns import away
from tests.support.writes import kinds, recorded, unchanged

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def _uid(of: Actor) -> str:
    return staff().agents[of.agent_id or 0].uid


def _busy(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """The agent has six urgent ones, and one more that is due in three hours."""
    high = next(one for one in catalogue().priorities.values() if one.code == "high")
    for _one in range(6):
        row = make.ticket(people.client, team=people.it, assignee=people.agent)
        commands.edit(people.lead, row, commands.Edit(priority=high))
    return _due(people, people.agent, frozen_clock.now + 3 * HOUR)


def _due(people: make.Cast, of: Actor | None, at: datetime) -> Ticket:
    ticket = make.ticket(people.client, team=people.it, assignee=of)
    commands.plan_resolution(people.lead, ticket, at)
    return Ticket.objects.get(pk=ticket.pk)


def _offered(look: Radar) -> list[tuple[str, int | None]]:
    return [(item.row.number, item.move.to if item.move else None) for item in look.items]


def test_who_is_late_and_who_could_make_it(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """The seventh; who has nothing could make it. For the lead and administrators alone."""
    ticket = _busy(people, frozen_clock)
    look = radar(people.lead, people.it)
    assert look.until == frozen_clock.now + 4 * HOUR
    assert (look.promises, [item.row.number for item in look.items]) == (1, [ticket.number])
    seen, move = look.items[0].seen, look.items[0].move
    assert (seen.ahead, seen.ahead_time, seen.left) == (6, 3 * HOUR, 3 * HOUR)
    assert move is not None
    assert (move.to, move.spare, move.load) == (people.lead.agent_id, 150 * MINUTE, 1)
    assert _offered(radar(people.admin, people.it)) == _offered(look)
    for nobody in (people.agent, people.outsider, people.dispatcher, people.client):
        with pytest.raises(Denied):
            radar(nobody, people.it)


@pytest.mark.parametrize("why", ["absent", "full", "no share", "no right"])
def test_who_is_not_offered(people: make.Cast, frozen_clock: FrozenClock, why: str) -> None:
    """Absent, at their maximum, without a share or the right to have tickets: then nobody can make it."""
    ticket = _busy(people, frozen_clock)
    others = (people.teammate, people.lead)
    if why == "absent":
        for one in others:
            away(one)
    elif why == "full":
        for one in others:
            make.ticket(people.client, team=people.it, assignee=one)
        change_set_up(people.admin, TEAM, people.it, {"max_load": 1})
    elif why == "no share":
        set_shares(people.lead, people.it, {one.agent_id or 0: Share(0) for one in others})
    else:
        Role.objects.filter(code__in=("lead", "specialist")).update(rights=["tickets.note", "tickets.edit"])
        make.employee("Новый", teams=[people.hr])  # what is kept in memory is read again
    assert _offered(radar(people.admin, people.it)) == [(ticket.number, None)]
    for one in others:
        with pytest.raises(Conflict), unchanged():
            rebalance(people.admin, people.it, [Wanted(ticket.number, ticket.version, _uid(one))])


def test_giving_anew_is_one_step(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Each to its own, as one step with a way back; one that was changed since is refused by itself; what is
    no longer on the radar refuses all."""
    first = _busy(people, frozen_clock)
    second = _due(people, people.agent, frozen_clock.now + 200 * MINUTE)
    to = [(first, people.teammate), (second, people.lead)]
    wanted = [Wanted(row.number, row.version, _uid(who)) for row, who in to]
    with recorded() as events:
        step = rebalance(people.lead, people.it, wanted)
    assert (kinds(events), step.done, {event.batch_id for event in events}) == (
        ["ticket.assigned", "ticket.taken"],
        2,
        {step.uid},
    )
    held = dict(Ticket.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "assignee_id"))
    assert held == {first.pk: people.teammate.agent_id, second.pk: people.lead.agent_id}
    with pytest.raises(Conflict), unchanged():
        rebalance(people.lead, people.it, wanted)
    commands.undo(people.lead, str(step.uid))
    assert set(Ticket.objects.values_list("assignee_id", flat=True)) == {people.agent.agent_id}
    stale = [wanted[0], Wanted(second.number, Ticket.objects.get(pk=second.pk).version, wanted[1].agent)]
    step = rebalance(people.lead, people.it, stale)
    assert (step.done, [number for number, _why in step.refused]) == (1, [first.number])


def test_it_costs_the_same_however_much_there_is(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Five questions for one late ticket and for many, each over an index; no walk through all tickets."""
    _busy(people, frozen_clock)
    radar(people.lead, people.it)
    with small.one_version(), CaptureQueriesContext(connection) as few:
        radar(people.lead, people.it)
    for minutes in (100, 150, 210, 220):
        _due(people, people.agent, frozen_clock.now + minutes * MINUTE)
        _due(people, None, frozen_clock.now + minutes * MINUTE)
    with small.one_version(), CaptureQueriesContext(connection) as many:
        assert len(radar(people.lead, people.it).items) > 1
    assert len(few) == len(many) == 5
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for asked in many.captured_queries:
                cursor.execute(f"EXPLAIN QUERY PLAN {asked['sql']}")
                plan = " ".join(str(row[-1]) for row in cursor.fetchall())
                assert "SCAN tickets_ticket" not in plan.replace(
                    "SCAN tickets_ticket USING INDEX ticket_due", ""
                )


def test_what_tickets_take_is_measured(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """From closed tickets, by the working time of who closed them: twelve, 20 minutes each."""
    for _one in range(12):
        ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
        frozen_clock.move(20 * MINUTE)
        commands.set_status(people.agent, ticket, "resolved")
        commands.set_status(people.agent, Ticket.objects.get(pk=ticket.pk), "closed")
    assert measure_handling() == measure_handling() > 0
    known = known_times()[people.it.pk, None]
    assert (known.time, known.cases) == (20 * MINUTE, 12)


def test_the_page_and_the_api(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """The cause in words, the plan ticked before; pressed, it is done, and can be undone; a program sees and
    does the same."""
    ticket = _busy(people, frozen_clock)
    lead = visitor(people.lead)
    page = text_of(lead.get("/desk/radar"))
    assert "Е. Белова: впереди ещё 6 заявок, работы на 3\u00a0ч" in page
    assert "О. Ведущая" in page
    told = program(people.lead).get("/reports/radar?team=it").body
    promise = told["items"][0]
    assert (promise["number"], promise["ahead"], promise["needs_minutes"]) == (ticket.number, 6, 30)
    move = f"{ticket.number}|{ticket.version}|{promise['move']['agent']['uid']}"
    assert f'value="{move}"' in page
    answer = lead.post("/desk/radar?team=it", {"move": move}, follow=True)
    assert "Перераспределена 1 заявка" in text_of(answer)
    assert "Всё успеем" in text_of(answer)
    sent = {"number": ticket.number, "version": ticket.version, "agent": _uid(people.teammate)}
    refused = program(people.lead).post("/reports/radar/moves", {"team": "it", "moves": [sent]})
    assert refused.status == 409
