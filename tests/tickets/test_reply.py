"""An agent's public reply: what it writes, what comes with it, what stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.core.models import Event
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.commands import Attachment, Reply
from otklik.tickets.content import from_html, from_text
from otklik.tickets.models import Draft, Mention, Message, MessageFile, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, changes, doer, jobs_of, kinds, listed, recorded, refused, rows

WORDS = from_text("Мастер уже едет.")


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's ticket in the IT team, registered five minutes ago."""
    made = make.ticket(people.client, team=people.it)
    frozen_clock.move(timedelta(minutes=5))
    return made


def test_a_reply(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """The message, its traces on the ticket, the event, and the ticket taken by who answers."""
    file = make.file(people.agent)
    with recorded() as events:
        message = commands.reply(
            people.agent, ticket, Reply(WORDS, [Attachment(file)], cc=["boss@alpha.test"])
        )
    assert (message.kind, message.public, message.author_kind) == ("reply", True, "agent")
    assert (message.agent_id, message.author_name, message.author_email) == (
        people.agent.agent_id,
        "Елена Белова",
        "agent@desk.test",
    )
    assert (message.created_at, message.released_at, message.sends_at) == (frozen_clock.now,) * 2 + (None,)
    assert (message.is_solution, message.via, message.body.cc) == (False, "desk", ["boss@alpha.test"])
    assert rows(MessageFile, message=message, file=file) == 1
    before, row = ticket, Ticket.objects.get()
    facts = {
        "first_reply_at": frozen_clock.now,
        "last_public_id": message.pk,
        "last_message_id": message.pk,
        "last_author": "Елена Белова",
        "last_by_client": False,
        "preview": "Мастер уже едет.",
        "messages": 2,
        "files": 1,
        "turn": "us",
        "rank": 1,
        "assignee_id": people.agent.agent_id,
        "version": before.version + 2,
    }
    assert {name: getattr(row, name) for name in facts} == facts
    sent, taken = events
    assert (sent.kind, sent.audience, sent.data, doer(sent)) == (
        "reply.sent",
        "public",
        {"message": message.pk},
        by(people.agent),
    )
    assert taken.kind == "ticket.taken"
    assert sent.batch_id == taken.batch_id is not None
    assert jobs_of(sent) == listed(sent)


def test_send_and_resolve_is_one_batch(people: make.Cast, ticket: Ticket) -> None:
    """Reply, taking and status: one step for the person; the message is the solution."""
    with recorded() as events:
        message = commands.reply(people.agent, ticket, Reply(WORDS, status="resolved"))
    assert kinds(events) == ["reply.sent", "ticket.taken", "ticket.resolved"]
    assert len({event.batch_id for event in events}) == 1
    assert changes(events[2]) == {"status": ("in_progress", "resolved")}
    assert events[2].data == {"message": message.pk}
    row = Ticket.objects.get()
    assert (message.is_solution, row.state, row.rank, row.resolved_at) == (
        True,
        "resolved",
        3,
        message.created_at,
    )


def test_the_present_status_is_no_move(people: make.Cast, ticket: Ticket) -> None:
    """`then` names where the ticket is to stand: it stands there."""
    commands.take(people.agent, ticket)
    with recorded() as events:
        commands.reply(people.agent, ticket, Reply(WORDS, status="in_progress"))
    assert kinds(events) == ["reply.sent"]


def test_only_the_first_reply_stops_the_first_clock(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    """And taking happens only where nobody has it and it is one's team's."""
    make.reply(people.dispatcher, ticket)
    first = frozen_clock.now
    frozen_clock.move(timedelta(minutes=1))
    make.reply(people.agent, ticket)
    make.reply(people.teammate, ticket)
    row = Ticket.objects.get()
    assert (row.first_reply_at, row.assignee_id) == (first, people.agent.agent_id)
    assert rows(Event, kind="ticket.taken") == 1


def test_a_mention_in_a_reply_invites(people: make.Cast, ticket: Ticket) -> None:
    """By name in the text, or chosen from the list; unknown numbers are left out."""
    assert not visible_to(people.outsider).exists()
    what = Reply(from_text("@Инна Кадрова поможет"), mentions=[people.admin.agent_id or 0, 10**9])
    message = commands.reply(people.agent, ticket, what)
    assert set(Mention.objects.values_list("message_id", "agent_id")) == {
        (message.pk, people.outsider.agent_id),
        (message.pk, people.admin.agent_id),
    }
    assert visible_to(people.outsider).get() == ticket
    with refused(Denied):
        commands.reply(people.outsider, ticket, Reply(WORDS))


def test_sending_forgets_the_reply_draft_alone(people: make.Cast, ticket: Ticket) -> None:
    """The note one has begun stays, and so do colleagues' drafts."""
    commands.save_draft(people.agent, ticket, "reply", "Мастер")
    commands.save_draft(people.agent, ticket, "note", "про себя")
    commands.save_draft(people.teammate, ticket, "reply", "и я")
    commands.reply(people.agent, ticket, Reply(WORDS))
    assert set(Draft.objects.values_list("agent_id", "kind", "text")) == {
        (people.agent.agent_id, "note", "про себя"),
        (people.teammate.agent_id, "reply", "и я"),
    }


def test_a_file_alone_is_a_reply(people: make.Cast, ticket: Ticket) -> None:
    """And so is a picture in the text."""
    commands.reply(people.agent, ticket, Reply(from_text(""), [Attachment(make.file(people.agent))]))
    commands.reply(people.agent, ticket, Reply(from_html('<img src="cid:1">')))
    assert rows(Message, kind="reply") == 3


def test_a_newer_message_stops_it(people: make.Cast, ticket: Ticket) -> None:
    """The author has not read what the client wrote meanwhile; a colleague's note is no reason."""
    seen = ticket.last_public_id
    make.note(people.teammate, ticket)
    commands.reply(people.agent, ticket, Reply(WORDS, seen=seen))
    newest = Message.objects.latest("pk").pk
    make.message(people.client, ticket)
    with refused(Conflict, code="newer_message"):
        commands.reply(people.agent, ticket, Reply(WORDS, seen=newest))
    commands.reply(people.agent, ticket, Reply(WORDS, seen=Message.objects.latest("pk").pk))
    commands.reply(people.agent, ticket, Reply(WORDS))


def _closed(people: make.Cast, ticket: Ticket) -> None:
    commands.set_status(SYSTEM, ticket, "closed")


def _deleted(people: make.Cast, ticket: Ticket) -> None:
    commands.delete_ticket(people.admin, ticket)


def _as_is(people: make.Cast, ticket: Ticket) -> None:
    """Nothing in between."""


@pytest.mark.parametrize(
    ("before", "what", "error", "fields"),
    [
        (_as_is, Reply(from_text(" \n")), Invalid, {"text"}),
        (_as_is, Reply(from_html("<p> </p><br>")), Invalid, {"text"}),
        (_as_is, Reply(WORDS, status="nonsense"), Invalid, {"status"}),
        (_as_is, Reply(WORDS, status="under_review"), Invalid, {"status"}),
        (_as_is, Reply(WORDS, status="postponed"), Invalid, {"status"}),
        (_as_is, Reply(WORDS, status="closed"), NotPossible, None),
        (_closed, Reply(WORDS), NotPossible, None),
        (_deleted, Reply(WORDS), NotFound, None),
    ],
)
def test_what_is_refused(
    people: make.Cast,
    ticket: Ticket,
    before: Callable[[make.Cast, Ticket], None],
    what: Reply,
    error: type[Exception],
    fields: set[str] | None,
) -> None:
    """Nothing said, a move that is none, a ticket that is over: no message, no event, the draft stays."""
    commands.save_draft(people.agent, ticket, "reply", "Мастер")
    before(people, ticket)
    with refused(error, fields=fields):
        commands.reply(people.agent, ticket, what)
    assert rows(Draft) == 1


def test_who_may_not_reply(people: make.Cast, ticket: Ticket) -> None:
    """Without the right (also that of the status with it), without a hold, from the client's side."""

    def without(right: str) -> Actor:
        return replace(people.agent, rights=people.agent.rights - {right})

    for actor in (without("tickets.reply"), people.outsider, people.client, people.manager):
        with refused(Denied):
            commands.reply(actor, ticket, Reply(WORDS))
    with refused(Denied):
        commands.reply(without("tickets.change_status"), ticket, Reply(WORDS, status="resolved"))
    commands.reply(without("tickets.change_status"), ticket, Reply(WORDS))
    commands.reply(without("tickets.note"), ticket, Reply(WORDS))


def test_a_team_that_once_held_it_reads_and_does_not_answer(people: make.Cast, ticket: Ticket) -> None:
    """Decision 22."""
    commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk)
    assert visible_to(people.agent).get() == ticket
    with refused(Denied):
        commands.reply(people.agent, ticket, Reply(WORDS))
    commands.reply(people.outsider, ticket, Reply(WORDS))
