"""What clients do besides writing: confirm, withdraw, reopen; also by a personal link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core import signing
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import Via
from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.core.signing import Claim
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for, visible_to
from otklik.tickets.commands import Incoming, Registration, TooLate
from otklik.tickets.content import from_text
from otklik.tickets.enums import ClientChoice
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.personal import holder_of_link
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, changes, doer, kinds, recorded, refused, unchanged

REASON = "Через час снова перестал печатать"


@pytest.fixture
def done(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """Answered and done, an hour ago."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Заменили картридж.", status="resolved")
    frozen_clock.move(timedelta(hours=1))
    return Ticket.objects.get()


def link(ticket: Ticket, contact_id: int | None = None) -> Actor:
    """Whoever holds a personal link to the ticket."""
    claim = signing.read("ticket.link", signing.sign("ticket.link", ticket.pk, contact_id or 0))
    assert claim is not None
    return holder_of_link(claim)[0]


def stranger_ticket() -> Ticket:
    """A ticket of an outside address that belongs to no contact."""
    what = Registration("Вопрос", from_text("Как?"), sender_email="who@far.test", sender_name="Кто-то")
    return commands.register(SYSTEM.through(Via.MAIL), what)


def test_confirming_closes(people: make.Cast, done: Ticket) -> None:
    with recorded() as events:
        commands.close_by_client(people.client, done)
    (event,) = events
    assert (event.kind, event.audience, event.data) == (
        "ticket.closed",
        "public",
        {"by": "client", "withdrawn": False},
    )
    assert (doer(event), changes(event)) == (by(people.client), {"status": ("resolved", "closed")})
    with unchanged():
        commands.close_by_client(people.client, done)


def test_withdrawing_closes_what_is_still_worked_on(people: make.Cast) -> None:
    ticket = make.ticket(people.client)
    with recorded() as events:
        commands.close_by_client(people.client, ticket, comment="Спасибо, заработало само")
    assert kinds(events) == ["message.received", "ticket.closed"]
    assert len({event.batch_id for event in events}) == 1
    message = Message.objects.latest("pk")
    assert events[1].data == {"message": message.pk, "by": "client", "withdrawn": True}
    row = Ticket.objects.get()
    assert (row.state, row.turn, row.last_public_id) == ("closed", "nobody", message.pk)
    assert message.public


def test_who_may_not(people: make.Cast, done: Ticket) -> None:
    for actor in (people.agent, people.admin):
        with refused(Denied):
            commands.close_by_client(actor, done)
    with refused(Conflict):
        commands.close_by_client(people.client, done, version=done.version - 1)
    commands.close_by_client(people.manager, done, version=done.version)


@pytest.mark.parametrize("closed", [False, True])
def test_reopening_with_a_reason(
    people: make.Cast, done: Ticket, frozen_clock: FrozenClock, closed: bool
) -> None:
    if closed:
        commands.close_by_client(people.client, done)
        frozen_clock.move(timedelta(days=6))
    with recorded() as events:
        message = commands.reopen(people.client, done, REASON)
    assert kinds(events) == ["message.received", "ticket.reopened"]
    assert changes(events[1])["status"][1] == "in_progress"
    assert (message.public, message.body.text, message.author_kind) == (True, REASON, "contact")
    row = Ticket.objects.get()
    assert (row.state, row.reopened, row.resolved_at, row.assignee_id) == (
        "open",
        1,
        None,
        people.agent.agent_id,
    )


@pytest.mark.parametrize("why", ["", "  ", "нет", "не то!!!!"])
def test_a_client_must_say_what_is_wrong(people: make.Cast, done: Ticket, why: str) -> None:
    with refused(Invalid, fields={"why"}):
        commands.reopen(people.client, done, why)


def test_too_late_to_reopen(people: make.Cast, done: Ticket, frozen_clock: FrozenClock) -> None:
    commands.close_by_client(people.client, done)
    frozen_clock.move(timedelta(days=7))
    with refused(TooLate):
        commands.reopen(people.client, done, REASON)


def test_what_is_worked_on_cannot_be_reopened(people: make.Cast, done: Ticket) -> None:
    commands.reopen(people.client, done, REASON)
    with refused(NotPossible):
        commands.reopen(people.client, done, REASON)


def test_an_employee_reopens_with_a_note(people: make.Cast, done: Ticket) -> None:
    with refused(Invalid, fields={"why"}):
        commands.reopen(people.agent, done, " ")
    with refused(Denied):
        commands.reopen(people.outsider, done, "Позвонил клиент")
    with recorded() as events:
        note = commands.reopen(people.agent, done, "Позвонил клиент")
    assert kinds(events) == ["note.added", "ticket.reopened"]
    assert (note.public, events[1].data) == (False, {"message": note.pk})
    assert Ticket.objects.get().state == "open"


def test_an_employee_leaves_closed_ones_closed(people: make.Cast, done: Ticket) -> None:
    commands.close_by_client(people.client, done)
    with refused(NotPossible):
        commands.reopen(people.admin, done, "Позвонил клиент")


@pytest.mark.parametrize(
    ("status", "choice", "after", "kind"),
    [
        ("in_progress", ClientChoice.DONE, "resolved", "ticket.resolved"),
        ("in_progress", ClientChoice.CLOSE, "closed", "ticket.closed"),
        ("needs_clarification", ClientChoice.DONE, "resolved", "ticket.resolved"),
        ("resolved", ClientChoice.DONE, "closed", "ticket.closed"),
        ("resolved", ClientChoice.LEAVE, "in_progress", "ticket.reopened"),
        ("needs_clarification", ClientChoice.LEAVE, "in_progress", "ticket.status_changed"),
    ],
)
def test_the_next_state_a_client_chooses(
    people: make.Cast, status: str, choice: ClientChoice, after: str, kind: str
) -> None:
    """FLOW-5, as the client's reply offers it."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, status=status)
    with recorded() as events:
        commands.receive(people.client, ticket, said(people), choice=choice)
    assert kinds(events) == ["message.received", kind]
    assert Ticket.objects.get().status.code == after


def test_only_what_is_offered_can_be_chosen(people: make.Cast, done: Ticket) -> None:
    change_setting(BY_SYSTEM, "tickets.client_choices", ["done"])
    with refused(Invalid, fields={"choice"}):
        commands.receive(people.client, done, said(people), choice=ClientChoice.CLOSE)
    commands.close_by_client(people.client, done)


def test_an_answer_may_leave_the_ticket_waiting(people: make.Cast) -> None:
    change_setting(BY_SYSTEM, "tickets.answer_keeps_state", True)
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, status="needs_clarification")
    with recorded() as events:
        commands.receive(people.client, ticket, said(people))
    assert kinds(events) == ["message.received"]
    assert Ticket.objects.get().state == "waiting_client"


def said(people: make.Cast) -> Incoming:
    return Incoming(from_text("Вот что вышло"), people.client.name, contact_id=people.client.contact_id)


def test_a_contact_s_link_opens_that_ticket_alone(people: make.Cast, done: Ticket) -> None:
    other = make.ticket(people.client, "Другая")
    holder = link(done, people.client.contact_id)
    assert (holder.contact_id, holder.via, holder.only_ticket) == (people.client.contact_id, "link", done.pk)
    assert list(visible_to(holder)) == [done]
    with pytest.raises(NotFound):
        get_ticket_for(holder, other.number)
    manager = link(done, people.manager.contact_id)
    assert list(visible_to(manager)) == [done]
    with recorded() as events:
        commands.reopen(holder, done, REASON)
    assert doer(events[1]) == ("contact", people.client.contact_id, "link")


def test_an_outside_address_s_link(people: make.Cast, frozen_clock: FrozenClock) -> None:
    ticket = stranger_ticket()
    make.reply(people.dispatcher, ticket, status="resolved")
    holder = link(ticket)
    assert (holder.kind, holder.name, holder.email, holder.is_client) == (
        "sender",
        "Кто-то",
        "who@far.test",
        True,
    )
    message = commands.reopen(holder, ticket, REASON)
    assert (message.public, message.author_kind, message.author_email) == (True, "sender", "who@far.test")
    commands.close_by_client(holder, ticket)
    assert Ticket.objects.get().state == "closed"
    other = make.ticket(people.client)
    with pytest.raises(NotFound):
        get_ticket_for(holder, other.number)


def test_a_link_dies_with_the_access_it_gave(people: make.Cast, done: Ticket) -> None:
    for claim in (
        Claim(done.pk, people.stranger.contact_id or 0, None),
        Claim(done.pk + 100, people.client.contact_id or 0, None),
        Claim(done.pk, 10_000, None),
        Claim(done.pk + 100, 0, None),
    ):
        with pytest.raises(NotFound):
            holder_of_link(claim)
    commands.delete_ticket(people.admin, done)
    with pytest.raises(NotFound):
        holder_of_link(Claim(done.pk, people.client.contact_id or 0, None))
