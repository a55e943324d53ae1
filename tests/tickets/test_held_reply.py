"""A reply that can be called back: held, released, cancelled, overtaken; each once, whoever asks twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.core import clock
from otklik.core.errors import Conflict, Invalid, NotFound, NotPossible
from otklik.core.models import Job
from otklik.core.queue import NotYet
from otklik.core.timers import timer_at
from otklik.people.actor import SYSTEM, Actor
from otklik.sla.timers import ring_due
from otklik.tickets import commands
from otklik.tickets.access import get_file_for, visible_to
from otklik.tickets.commands import Attachment, Reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Draft, Mention, Message, MessageFile, Ticket
from otklik.tickets.queries import thread
from otklik.tickets.queries.held import before_late_ones
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, changes, doer, kinds, recorded, refused, rows, unchanged

TEN = timedelta(seconds=10)


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def _hold(by: Actor, ticket: Ticket, text: str = "Мастер уже едет.", status: str = "") -> Message:
    what = Reply(
        from_text(text), [Attachment(make.file(by))], status=status, undo_seconds=10,
        seen=Ticket.objects.get(pk=ticket.pk).last_public_id,
    )  # fmt: skip
    return commands.reply(by, ticket, what)


def test_a_held_reply_waits(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """Its author sees it, nobody else; nothing has happened yet but that it is about to."""
    with recorded() as events:
        held = _hold(people.agent, ticket, status="resolved")
    assert (held.released_at, held.sends_at, held.is_solution) == (None, frozen_clock.now + TEN, True)
    row = Ticket.objects.get()
    assert (row.status.code, row.rank, row.assignee_id, row.first_reply_at) == ("assigned", 0, None, None)
    assert (row.preview, row.last_by_client, row.last_public_id) == (
        ticket.preview,
        True,
        ticket.last_public_id,
    )
    assert (row.messages, row.files, row.last_message_id) == (1, 0, ticket.last_public_id)
    (event,) = events
    assert (event.kind, event.audience) == ("reply.scheduled", "internal")
    assert event.data == {"message": held.pk, "status": "resolved"}
    assert timer_at(f"release:{held.pk}") == frozen_clock.now + TEN
    assert [m.id for m in thread(people.agent, ticket)[0]] == [ticket.last_public_id, held.pk]
    for other in (people.teammate, people.admin, people.client):
        assert [m.id for m in thread(other, ticket)[0]] == [ticket.last_public_id]


def test_it_is_released(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """Message, status and taking take effect together; the first reply was the moment of pressing."""
    pressed = frozen_clock.now
    held = _hold(people.agent, ticket, status="resolved")
    frozen_clock.move(TEN)
    with recorded() as events:
        commands.release_reply(held.pk, "resolved")
    held.refresh_from_db()
    row = Ticket.objects.get()
    assert held.released_at == frozen_clock.now
    assert (row.state, row.assignee_id, row.resolved_at) == (
        "resolved",
        people.agent.agent_id,
        frozen_clock.now,
    )
    assert (row.first_reply_at, row.last_public_id, row.last_by_client) == (pressed, held.pk, False)
    assert kinds(events) == ["reply.sent", "ticket.taken", "ticket.resolved"]
    assert len({event.batch_id for event in events}) == 1
    assert doer(events[0]) == by(people.agent)
    assert [m.id for m in thread(people.client, ticket)[0]] == [ticket.last_public_id, held.pk]


def test_releasing_twice_or_cancelling_late_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """The timer runs at least once; the reply leaves once."""
    held = _hold(people.agent, ticket)
    commands.release_reply(held.pk, "")
    with unchanged():
        commands.release_reply(held.pk, "")
    with refused(NotPossible):
        commands.cancel_reply(people.agent, held)


def test_it_is_called_back(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """As if it had not been pressed: words in the draft, counts, marks and invitations as before."""
    before = Ticket.objects.get()
    held = _hold(people.agent, ticket, "@Инна Кадрова поможет", status="resolved")
    assert not visible_to(people.outsider).exists()
    with recorded() as events:
        commands.cancel_reply(people.agent, held)
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("reply.cancelled", "internal", by(people.agent))
    assert event.data == {"message": held.pk, "why": "author"}
    draft = Draft.objects.get()
    assert (draft.agent_id, draft.kind, draft.text) == (
        people.agent.agent_id,
        "reply",
        "@Инна Кадрова поможет",
    )
    file = MessageFile.objects.get(message=held).file
    assert draft.data == {"files": [str(file.uid)], "status": "resolved", "why": "author"}
    assert get_file_for(people.agent, str(file.uid)) == file
    with refused(NotFound):
        get_file_for(people.teammate, str(file.uid))
    row = Ticket.objects.get()
    kept = ("status_id", "rank", "messages", "files", "last_message_id", "last_public_id", "preview")
    assert [getattr(row, name) for name in kept] == [getattr(before, name) for name in kept]
    assert rows(Mention) == 0
    assert not visible_to(people.outsider).exists()
    assert rows(Job, key=f"release:{held.pk}") == 0
    assert [m.id for m in thread(people.agent, ticket)[0]] == [ticket.last_public_id]
    with unchanged():
        commands.cancel_reply(people.agent, held)
        commands.release_reply(held.pk, "resolved")


def test_only_the_author_calls_it_back(people: make.Cast, ticket: Ticket) -> None:
    """Nobody else, whatever their role; and nothing that is no held reply."""
    held = _hold(people.agent, ticket)
    for actor in (people.teammate, people.admin, people.client, SYSTEM):
        with refused(NotPossible):
            commands.cancel_reply(actor, held)
    first = Message.objects.order_by("pk").first()
    assert first is not None
    with refused(NotPossible):
        commands.cancel_reply(people.client, first)


def test_the_clients_message_in_between_stops_it(people: make.Cast, ticket: Ticket) -> None:
    """It says so, and what the author has begun meanwhile stays too."""
    held = _hold(people.agent, ticket, "Готово?", status="resolved")
    make.message(people.client, ticket, "Не приезжайте!")
    commands.save_draft(people.agent, ticket, "reply", "И ещё:")
    with recorded() as events:
        commands.release_reply(held.pk, "resolved")
    assert kinds(events) == ["reply.cancelled"]
    assert events[0].data == {"message": held.pk, "why": "newer_message"}
    row = Ticket.objects.get()
    assert (row.status.code, row.rank, row.messages, row.preview) == ("assigned", 0, 2, "Не приезжайте!")
    assert row.last_message_id == row.last_public_id
    assert Draft.objects.get().text == "Готово?\n\nИ ещё:"
    with unchanged():
        commands.release_reply(held.pk, "resolved")


def test_a_note_in_between_stops_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Nor does an unknown sender's message, which the client does not see either."""
    held = _hold(people.agent, ticket)
    note = make.note(people.teammate, ticket)
    unknown = commands.Incoming(from_text("Я тоже!"), "Кто-то", author_email="who@far.test")
    commands.receive(SYSTEM, ticket, unknown)
    commands.release_reply(held.pk, "")
    row = Ticket.objects.get()
    assert row.last_public_id == held.pk
    assert row.last_message_id is not None
    assert row.last_message_id > note.pk
    assert row.preview == "Мастер уже едет."


def test_on_a_ticket_closed_meanwhile_it_goes_and_moves_nothing(people: make.Cast, ticket: Ticket) -> None:
    """A colleague's closing stands; the client still gets what was pressed before."""
    held = _hold(people.agent, ticket, status="resolved")
    commands.set_status(SYSTEM, ticket, "closed")
    with recorded() as events:
        commands.release_reply(held.pk, "resolved")
    assert kinds(events) == ["reply.sent"]
    row = Ticket.objects.get()
    assert (row.state, row.assignee_id) == ("closed", None)


def test_on_a_ticket_deleted_meanwhile_it_does_not_go(people: make.Cast, ticket: Ticket) -> None:
    """The words return to the draft, for when it is restored."""
    held = _hold(people.agent, ticket)
    commands.delete_ticket(people.admin, ticket)
    with recorded() as events:
        commands.release_reply(held.pk, "")
    assert [(event.kind, event.data["why"]) for event in events] == [("reply.cancelled", "deleted")]
    assert Draft.objects.get().text == "Мастер уже едет."


def test_a_status_set_meanwhile_is_moved_on(people: make.Cast, ticket: Ticket) -> None:
    """What was pressed holds: from where the ticket stands now."""
    held = _hold(people.agent, ticket, status="needs_clarification")
    commands.set_status(people.teammate, ticket, "waiting_others")
    with recorded() as events:
        commands.release_reply(held.pk, "needs_clarification")
    assert changes(events[-1]) == {"status": ("waiting_others", "needs_clarification")}


def test_who_is_named_reads_it_when_it_has_left(people: make.Cast, ticket: Ticket) -> None:
    """A colleague invited by an at-sign, or chosen, is not before."""
    held = _hold(people.agent, ticket, "@Инна Кадрова поможет")
    assert (rows(Mention), visible_to(people.outsider).exists()) == (0, False)
    commands.release_reply(held.pk, "", [people.dispatcher.agent_id or 0])
    named = {people.outsider.agent_id, people.dispatcher.agent_id}
    assert set(Mention.objects.values_list("agent_id", flat=True)) == named
    assert visible_to(people.outsider).exists()


def test_a_colleague_who_answers_meanwhile_is_told(people: make.Cast, ticket: Ticket) -> None:
    """They cannot have read what is about to leave; who insists sends theirs, and it goes behind."""
    seen = ticket.last_public_id
    first = _hold(people.agent, ticket)
    what = Reply(from_text("Я уже отвечаю."), seen=seen, undo_seconds=10)
    with refused(Conflict, code="newer_message"):
        commands.reply(people.teammate, ticket, what)
    second = commands.reply(people.teammate, ticket, replace(what, seen=None))
    commands.release_reply(first.pk, "")
    commands.release_reply(second.pk, "")
    assert Ticket.objects.get().last_public_id == second.pk


def test_two_of_one_author_leave_in_their_order(people: make.Cast, ticket: Ticket) -> None:
    """Whichever timer rings first."""
    first, second = _hold(people.agent, ticket, "Раз"), _hold(people.agent, ticket, "Два")
    with refused(NotYet):
        commands.release_reply(second.pk, "")
    commands.release_reply(first.pk, "")
    commands.release_reply(second.pk, "")
    assert Ticket.objects.get().preview == "Два"


def test_the_window_has_an_end(people: make.Cast, ticket: Ticket) -> None:
    """Thirty seconds at most, none below nought."""
    for seconds in (31, -1):
        with refused(Invalid):
            commands.reply(people.agent, ticket, Reply(from_text("Да"), undo_seconds=seconds))


def test_an_open_page_does_not_miss_what_stands_above_what_it_has(people: make.Cast, ticket: Ticket) -> None:
    """A note came while the reply was held: a colleague's page asks behind the note."""
    held = _hold(people.agent, ticket)
    note = make.note(people.teammate, ticket)
    assert before_late_ones(ticket.pk, note.pk) == held.pk - 1
    commands.release_reply(held.pk, "")
    since = before_late_ones(ticket.pk, note.pk)
    assert [m.id for m in thread(people.teammate, ticket, since=since)[0]] == [held.pk, note.pk]
    Message.objects.filter(pk=held.pk).update(released_at=clock.now() - timedelta(minutes=3))
    assert before_late_ones(ticket.pk, note.pk) == note.pk


def test_a_deadline_is_not_missed_while_the_reply_is_on_its_way(people: make.Cast, ticket: Ticket) -> None:
    """What was pressed in time is in time: the clock rings when it has left or was taken back."""
    held = _hold(people.agent, ticket)
    job = Job(payload={"ticket": ticket.pk})
    with refused(NotYet):
        ring_due.function(job)
    commands.cancel_reply(people.agent, held)
    ring_due.function(job)
