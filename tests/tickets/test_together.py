"""Two people at the same moment: nothing is doubled, nothing lost, the second is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from otklik.clients.commands import contact_from_address
from otklik.clients.models import ContactEmail
from otklik.core.errors import Conflict, NotPossible, Refused
from otklik.core.idempotency import once
from otklik.core.models import Event, IdempotencyKey
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.commands import Incoming, Reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.audit import audit
from tests import make
from tests.core.sessions import Session
from tests.support.writes import rows

pytestmark = pytest.mark.django_db(transaction=True)
Outcome = tuple[object, Refused | None]


@pytest.fixture
def both() -> Iterator[Callable[[Callable[[], object], Callable[[], object]], list[Outcome]]]:
    """Runs two things in two sessions that begin at the same moment."""
    sessions = [Session(), Session()]

    def run(one: Callable[[], object], other: Callable[[], object]) -> list[Outcome]:
        start = Barrier(2, timeout=30)

        def begin(what: Callable[[], object]) -> Outcome:
            start.wait()
            try:
                return what(), None
            except Refused as error:
                return None, error

        waiting = [
            session.begin_to(partial(begin, what))
            for session, what in zip(sessions, (one, other), strict=True)
        ]
        return [outcome() for outcome in waiting]

    yield run
    for session in sessions:
        session.close()
    connections.close_all()


Both = Callable[[Callable[[], object], Callable[[], object]], list[Outcome]]


def test_two_take_one_ticket(both: Both) -> None:
    """From the same page: one has it, the other is told and has changed nothing."""
    people = make.cast()
    ticket = make.ticket(people.client, team=people.it)
    version = ticket.version
    outcomes = both(
        lambda: commands.take(people.agent, ticket, version=version),
        lambda: commands.take(people.teammate, ticket, version=version),
    )
    (refusal,) = [error for _row, error in outcomes if error is not None]
    assert isinstance(refusal, Conflict)
    assert rows(Event, kind="ticket.taken") == 1
    winner = people.agent if outcomes[0][1] is None else people.teammate
    row = Ticket.objects.get()
    assert (row.assignee_id, row.version) == (winner.agent_id, version + 1)


def test_a_double_click_is_one_reply(both: Both) -> None:
    """Two requests with one key at the same moment: one message, both are answered alike."""
    people = make.cast()
    ticket = make.ticket(people.client, team=people.it)

    def send() -> dict[str, object]:
        def do() -> dict[str, object]:
            return {"message": commands.reply(people.agent, ticket, Reply(from_text("Едем."))).pk}

        return once(people.agent.key, "key", {"text": "Едем."}, do).result

    (one, _), (other, _) = both(send, send)
    assert one == other == {"message": Message.objects.latest("pk").pk}
    assert (rows(Message), rows(IdempotencyKey), rows(Event, kind="reply.sent")) == (2, 1, 1)


def test_a_reply_meets_the_clients_message(both: Both) -> None:
    """Whoever is second knows of the first: a reply sent unread is stopped, one sent before is answered."""
    people = make.cast()
    ticket = make.ticket(people.client, team=people.it)
    said = Incoming(from_text("Уже не надо"), "Иван", contact_id=people.client.contact_id)
    (_reply, stopped), (_message, fault) = both(
        lambda: commands.reply(people.agent, ticket, Reply(from_text("Едем."), seen=ticket.last_public_id)),
        lambda: commands.receive(people.client, ticket, said),
    )
    assert fault is None
    row = Ticket.objects.get()
    assert row.last_by_client
    assert row.messages == rows(Message) == (2 if stopped else 3)
    assert stopped is None or stopped.code == "newer_message"
    assert list(audit([row.pk])) == []


def test_two_messages_reopen_once(both: Both) -> None:
    """Both stay; the ticket was reopened by one of them."""
    people = make.cast()
    ticket = make.ticket(people.client, team=people.it)
    commands.set_status(SYSTEM, ticket, "resolved")

    def write() -> object:
        said = Incoming(from_text("Опять"), "Иван", contact_id=people.client.contact_id)
        return commands.receive(people.client, ticket, said)

    outcomes = both(write, write)
    assert [error for _message, error in outcomes] == [None, None]
    row = Ticket.objects.get()
    assert (row.messages, row.reopened, rows(Event, kind="ticket.reopened")) == (3, 1, 1)
    assert list(audit([row.pk])) == []


def test_releasing_meets_calling_back(both: Both) -> None:
    """A held reply is either sent or called back, never both and never neither."""
    people = make.cast()
    ticket = make.ticket(people.client, team=people.it)
    held = commands.reply(people.agent, ticket, Reply(from_text("Едем."), undo_seconds=10))
    _released, (_cancelled, late) = both(
        lambda: commands.release_reply(held.pk, ""), lambda: commands.cancel_reply(people.agent, held)
    )
    kinds = set(
        Event.objects.filter(kind__in=("reply.sent", "reply.cancelled")).values_list("kind", flat=True)
    )
    assert kinds == ({"reply.sent"} if late else {"reply.cancelled"})
    assert late is None or isinstance(late, NotPossible)
    assert list(audit([ticket.pk])) == []


def test_two_mails_of_one_new_sender_make_one_contact(both: Both) -> None:
    """The second finds the first's."""
    make.company("ООО «Альфа»")

    def arrive() -> object:
        return contact_from_address("New@far.test", "Новый Человек", None).pk

    (one, _), (other, _) = both(arrive, arrive)
    assert one is not None
    assert one == other
    assert rows(ContactEmail, email="new@far.test") == 1
