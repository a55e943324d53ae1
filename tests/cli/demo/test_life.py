"""A bulk ticket's past is what the real commands would have written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from otklik.cli.demo.mass.life import Life, StatusFacts
from otklik.core.actors import SYSTEM, ActorKind, ActorRef, Via
from otklik.core.models import Event
from otklik.people.actor import SYSTEM as SYSTEM_ACTOR
from otklik.tickets import commands
from otklik.tickets.enums import AuthorKind, State, Turn
from otklik.tickets.loading import LoadedEvent, LoadedMessage
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow
from tests import make
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db
Line = tuple[str, str, int | None, str, list[dict[str, object]], dict[str, object], int | None, bool]


@pytest.fixture
def people() -> make.Cast:
    """The cast, whose first line gets every new ticket."""
    return make.cast()


def test_the_same_life_by_commands_and_by_life(people: make.Cast, frozen_clock: FrozenClock) -> None:
    ticket = make.ticket(people.client, text="Первое")
    client = ActorRef(ActorKind.CONTACT, people.client.contact_id, Via.PORTAL)
    life = Life(_statuses(), client)
    life.is_registered(_said(frozen_clock, "Первое"), None, people.front.pk, "dispatch")
    frozen_clock.move(timedelta(minutes=5))
    commands.assign(people.dispatcher, ticket, agent_id=None, team_id=people.it.pk)
    life.is_handed_over(frozen_clock.now, people.dispatcher.agent_id or 0, people.it.pk)

    agent = people.agent.agent_id or 0
    frozen_clock.move(timedelta(minutes=5))
    commands.take(people.agent, ticket)
    life.is_taken(frozen_clock.now, agent)

    frozen_clock.move(timedelta(minutes=5))
    commands.observe(people.lead, ticket, agent_id=people.lead.agent_id)
    life.is_followed(frozen_clock.now, people.lead.agent_id or 0)

    frozen_clock.move(timedelta(minutes=5))
    make.note(people.agent, ticket, "Заметка")
    life.agent_notes(_said(frozen_clock, "Заметка", by=people.agent.agent_id, public=False), agent)
    _compare(ticket, life)

    for text, status in (("Уточните", "needs_clarification"), ("Готово", "resolved")):
        frozen_clock.move(timedelta(hours=1))
        make.reply(people.agent, ticket, text, status=status)
        life.agent_replies(_said(frozen_clock, text, by=agent), agent, status)
        _compare(ticket, life)
        frozen_clock.move(timedelta(hours=1))
        make.message(people.client, ticket, "Ответ")
        life.client_writes(_said(frozen_clock, "Ответ"))
        _compare(ticket, life)

    frozen_clock.move(timedelta(hours=1))
    make.reply(people.agent, ticket, "Отложим")
    life.agent_replies(_said(frozen_clock, "Отложим", by=agent), agent)
    until = frozen_clock.now + timedelta(days=2)
    commands.set_status(people.agent, ticket, "postponed", until=until, why="Ждём")
    life.is_postponed(frozen_clock.now, agent, until, "Ждём")
    _compare(ticket, life)

    frozen_clock.move(timedelta(hours=1))
    commands.set_status(people.agent, ticket, "resolved")
    life.is_moved(frozen_clock.now, "resolved", ActorRef(ActorKind.AGENT, agent, Via.DESK))
    commands.set_status(SYSTEM_ACTOR, ticket, "closed")
    life.is_moved(frozen_clock.now, "closed", SYSTEM)
    _compare(ticket, life)


def test_registration_gives_the_reason_the_load_gives(people: make.Cast) -> None:
    make.ticket(people.client)
    assert Event.objects.get(kind="ticket.registered").data["why"] == "dispatch"


def _statuses() -> dict[str, StatusFacts]:
    return {
        status.code: StatusFacts(State(status.state), Turn(status.turn) if status.turn else None)
        for status in workflow().statuses.values()
    }


def _said(clock: FrozenClock, text: str, by: int | None = None, *, public: bool = True) -> LoadedMessage:
    kind = AuthorKind.AGENT if by else AuthorKind.CONTACT
    return LoadedMessage(clock.now, kind, "", "", text, public, agent_id=by)


def _compare(ticket: Ticket, life: Life) -> None:
    """The row as far as it follows from the steps, and every event."""
    row = Ticket.objects.select_related("status").get(pk=ticket.pk)
    fields: tuple[str, ...] = (
        "turn",
        "turn_since",
        "updated_at",
        "first_reply_at",
        "resolved_at",
        "closed_at",
        "postponed_until",
    )
    fields += ("postponed_why", "reopened", "assigned_at")
    assert {name: getattr(life, name) for name in fields} == {name: getattr(row, name) for name in fields}
    assert (life.status, life.team, life.assignee) == (row.status.code, row.team_id, row.assignee_id)
    assert life.client_spoke_last == row.last_by_client
    assert len(life.messages) == row.messages
    assert [_loaded(event) for event in life.events] == _recorded(row)


def _loaded(event: LoadedEvent) -> Line:
    changes = [{"field": f, "from": before, "to": after} for f, before, after in event.changes]
    data = dict(event.data)
    return (
        event.kind.name,
        event.by.kind,
        event.by.id,
        event.by.via,
        changes,
        data,
        event.cause,
        event.batch is not None,
    )


def _recorded(row: Ticket) -> Sequence[Line]:
    events = list(Event.objects.filter(ticket_id=row.pk).order_by("pk"))
    places = {event.pk: number for number, event in enumerate(events)}
    return [
        (
            event.kind,
            event.actor_kind,
            event.actor_id,
            event.via,
            event.changes,
            {name: value for name, value in event.data.items() if name != "message"},
            places[event.cause_id] if event.cause_id else None,
            event.batch_id is not None,
        )
        for event in events
    ]
