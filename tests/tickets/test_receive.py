"""A message from outside: whom it is from, what it does to the state, when it is too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import Via
from otklik.core.errors import Invalid, NotFound
from otklik.core.models import Event
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, Incoming, TooLate
from otklik.tickets.content import from_html, from_text
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, changes, doer, jobs_of, kinds, listed, recorded, refused, rows

MAIL = SYSTEM.through(Via.MAIL)
UNKNOWN = Incoming(from_text("Я тоже!"), "Кто-то", author_email="Who@FAR.test")


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """Answered and in progress, with an assignee, an hour old."""
    made = make.ticket(people.client, team=people.it)
    make.reply(people.agent, made)
    frozen_clock.move(timedelta(hours=1))
    made.refresh_from_db()
    return made


def _said(people: make.Cast, text: str = "Есть новости?", *, automatic: bool = False) -> Incoming:
    return Incoming(
        from_text(text),
        people.client.name,
        "client@alpha.test",
        people.client.contact_id,
        automatic=automatic,
    )


def test_a_clients_message(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """Public, the client's turn to be answered, everything else as it was."""
    with recorded() as events:
        message = commands.receive(
            people.client, ticket, replace(_said(people), attachments=[Attachment(make.file(people.client))])
        )
    assert (message.kind, message.public, message.author_kind) == ("reply", True, "contact")
    assert (message.contact_id, message.author_name) == (people.client.contact_id, "Иван Клиентов")
    assert (message.author_email, message.via) == ("client@alpha.test", "portal")
    row = Ticket.objects.get()
    facts = {
        "status_id": ticket.status_id,
        "assignee_id": people.agent.agent_id,
        "turn": "us",
        "rank": 0,
        "turn_since": frozen_clock.now,
        "last_by_client": True,
        "last_author": "Иван Клиентов",
        "preview": "Есть новости?",
        "last_public_id": message.pk,
        "messages": 3,
        "files": 1,
        "reopened": 0,
        "version": ticket.version + 1,
    }
    assert {name: getattr(row, name) for name in facts} == facts
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("message.received", "public", by(people.client))
    assert event.data == {"message": message.pk, "automatic": False}
    assert jobs_of(event) == listed(event)


@pytest.mark.parametrize(
    ("status", "kind", "state", "reopened"),
    [
        ("on_hold", None, "open", 0),
        ("waiting_others", None, "waiting_others", 0),
        ("needs_clarification", "ticket.status_changed", "open", 0),
        ("awaiting_approval", "ticket.status_changed", "open", 0),
        ("postponed", "ticket.status_changed", "open", 0),
        ("resolved", "ticket.reopened", "open", 1),
        ("closed", "ticket.reopened", "open", 1),
    ],
)
def test_what_it_does_to_the_state(
    people: make.Cast,
    ticket: Ticket,
    frozen_clock: FrozenClock,
    status: str,
    kind: str | None,
    state: str,
    reopened: int,
) -> None:
    """FLOW-3, FLOW-6: back to the assignee's work; message and move are one step, the message first."""
    until = frozen_clock.now + timedelta(days=1) if status == "postponed" else None
    commands.set_status(SYSTEM, ticket, status, until=until)
    with recorded() as events:
        message = commands.receive(people.client, ticket, _said(people))
    row = Ticket.objects.get()
    assert (row.state, row.turn, row.rank, row.reopened) == (state, "us", 0, reopened)
    assert (row.resolved_at, row.closed_at, row.postponed_until, row.postponed_why) == (None, None, None, "")
    assert row.assignee_id == people.agent.agent_id
    assert kinds(events) == ["message.received", *([kind] if kind else [])]
    assert len({event.batch_id for event in events}) == 1
    if kind:
        assert row.status.code == "in_progress"
        assert changes(events[1]) == {"status": (status, "in_progress")}
        assert (events[1].data, events[1].audience) == ({"message": message.pk}, "public")


def test_where_work_goes_on_without_an_assignee(people: make.Cast, ticket: Ticket) -> None:
    """With a team: assigned. Without: new."""
    commands.release(people.agent, ticket)
    commands.set_status(people.agent, ticket, "resolved")
    make.message(people.client, ticket)
    ticket.refresh_from_db()
    assert ticket.status.code == "assigned"
    commands.assign(SYSTEM, ticket, agent_id=None, team_id=None)
    commands.set_status(SYSTEM, ticket, "closed")
    make.message(people.client, ticket)
    ticket.refresh_from_db()
    assert (ticket.status.code, ticket.state, ticket.reopened) == ("new", "new", 2)


def test_too_late(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """FLOW-11: at seven days a closed ticket is over; a moment earlier it reopens."""
    commands.set_status(SYSTEM, ticket, "closed")
    closed = frozen_clock.now
    frozen_clock.set(closed + timedelta(days=7))
    with refused(TooLate):
        commands.receive(people.client, ticket, _said(people))
    frozen_clock.set(closed + timedelta(days=7, microseconds=-1))
    commands.receive(people.client, ticket, _said(people))
    assert Ticket.objects.get().state == "open"


def test_how_late_is_a_setting(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """Days after closing; or never."""
    change_setting(BY_SYSTEM, "tickets.reopen_days", 1)
    commands.set_status(SYSTEM, ticket, "closed")
    frozen_clock.move(timedelta(days=1))
    with refused(TooLate):
        commands.receive(people.client, ticket, _said(people))
    change_setting(BY_SYSTEM, "tickets.reopen_days", 30)
    change_setting(BY_SYSTEM, "tickets.closed_is_final", True)
    with refused(TooLate):
        commands.receive(people.client, ticket, _said(people))


def test_an_unknown_sender_stays_internal(people: make.Cast, ticket: Ticket) -> None:
    """MAIL-3: kept and marked, seen by staff alone; it answers nothing and moves nothing, however late."""
    commands.set_status(SYSTEM, ticket, "closed")
    ticket.refresh_from_db()
    with recorded() as events:
        message = commands.receive(MAIL, ticket, UNKNOWN)
    assert (message.kind, message.public, message.author_kind) == ("note", False, "sender")
    assert (message.author_name, message.author_email, message.via) == ("Кто-то", "who@far.test", "mail")
    row = Ticket.objects.get()
    kept = ("status_id", "turn", "rank", "turn_since", "last_by_client", "last_public_id", "reopened")
    assert [getattr(row, name) for name in kept] == [getattr(ticket, name) for name in kept]
    assert (row.messages, row.last_message_id) == (3, message.pk)
    assert [(event.kind, event.audience) for event in events] == [("message.received", "internal")]


def test_a_proven_sender_is_the_client(people: make.Cast, ticket: Ticket) -> None:
    """Whoever holds the ticket's own token speaks publicly, without being anybody's contact."""
    commands.set_status(people.agent, ticket, "resolved")
    message = commands.receive(MAIL, ticket, UNKNOWN, public=True)
    assert (message.kind, message.public, message.author_kind) == ("reply", True, "sender")
    assert Ticket.objects.get().state == "open"


def test_a_contact_may_be_kept_internal(people: make.Cast, ticket: Ticket) -> None:
    """The caller knows that this contact is not the ticket's."""
    commands.set_status(people.agent, ticket, "resolved")
    message = commands.receive(MAIL, ticket, _said(people), public=False)
    assert (message.kind, message.public, message.author_kind) == ("note", False, "contact")
    assert Ticket.objects.get().state == "resolved"


@pytest.mark.parametrize("status", ["resolved", "closed", "needs_clarification"])
def test_automatic_mail_moves_nothing(people: make.Cast, ticket: Ticket, status: str) -> None:
    """MAIL-9, FLOW-11: an out-of-office answer neither reopens nor makes anybody wait, nor is it too late."""
    commands.set_status(SYSTEM, ticket, status)
    Ticket.objects.update(closed_at=ticket.created_at - timedelta(days=99))
    ticket.refresh_from_db()
    message = commands.receive(MAIL, ticket, _said(people, "Меня нет.", automatic=True))
    row = Ticket.objects.get()
    assert (row.status.code, row.rank, row.last_by_client) == (status, ticket.rank, False)
    assert message.automatic
    assert Event.objects.latest("pk").data == {"message": message.pk, "automatic": True}


@pytest.mark.parametrize("content", [from_text(" \n"), from_html("<br><p></p>")])
def test_nothing_said_is_refused(people: make.Cast, ticket: Ticket, content: object) -> None:
    """A file alone is something."""
    empty = replace(_said(people), content=content)  # type: ignore[arg-type]
    with refused(Invalid, fields={"text"}):
        commands.receive(people.client, ticket, empty)
    commands.receive(
        people.client, ticket, replace(empty, attachments=[Attachment(make.file(people.client))])
    )
    assert rows(Message, ticket=ticket) == 3


def test_a_deleted_ticket_takes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """It would lie where nobody looks."""
    commands.delete_ticket(people.admin, ticket)
    with refused(NotFound):
        commands.receive(people.client, ticket, _said(people))
