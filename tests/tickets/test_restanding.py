"""Setting the workflow up otherwise moves the tickets there are; what does not matter queues nothing."""

from __future__ import annotations

from otklik.catalogue.models import Priority
from otklik.core.models import Event, Job
from otklik.people.commands import change_set_up
from otklik.tickets import commands
from otklik.tickets.enums import Rank, Turn
from otklik.tickets.models import Status
from otklik.tickets.restanding import restand
from otklik.web.setting_up import PRIORITY, STATUS
from tests import make
from tests.support.writes import jobs_of, recorded


def test_the_turn_of_a_status(people: make.Cast) -> None:
    """Open tickets in it change sides, except where the client waits for an answer; twice changes nothing."""
    answered, waiting = (make.ticket(people.client, team=people.it) for _n in range(2))
    for ticket in (answered, waiting):
        commands.set_status(people.agent, ticket, "on_hold")
    make.reply(people.agent, answered)
    status = Status.objects.get(code="on_hold")
    with recorded() as events:
        change_set_up(people.admin, STATUS, status, {"turn": "third_party"})
    (event,) = events
    assert jobs_of(event) == ["tickets.restand"]
    restand.function(Job.objects.get(event_id=event.pk))
    answered.refresh_from_db()
    waiting.refresh_from_db()
    assert (answered.turn, answered.rank) == (Turn.THIRD_PARTY, Rank.WE_WAIT)
    assert (waiting.turn, waiting.rank) == (Turn.US, Rank.CLIENT_WAITS)
    before = answered.updated_at
    restand.function(Job.objects.get(event_id=event.pk))
    answered.refresh_from_db()
    assert answered.updated_at == before


def test_the_number_of_a_priority(people: make.Cast) -> None:
    """Every ticket that has it, closed ones too."""
    ticket = make.ticket(people.client, team=people.it)
    normal = Priority.objects.get(code="normal")
    change_set_up(people.admin, PRIORITY, normal, {"level": 9})
    restand.function(Job.objects.get(event_id=Event.objects.latest("pk").pk))
    ticket.refresh_from_db()
    assert ticket.priority_level == 9


def test_other_changes_queue_nothing(people: make.Cast) -> None:
    """A name is only a name."""
    with recorded() as events:
        change_set_up(people.admin, STATUS, Status.objects.get(code="on_hold"), {"name": {"ru": "Стоп"}})
        change_set_up(people.admin, PRIORITY, Priority.objects.get(code="low"), {"name": {"ru": "Потом"}})
    assert [jobs_of(event) for event in events] == [[], []]
