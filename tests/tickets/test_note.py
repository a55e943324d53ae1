"""Notes: seen by staff alone, with the colleagues they name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.core.errors import Denied, Invalid, NotFound
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.commands import Edit
from otklik.tickets.content import from_text
from otklik.tickets.models import Draft, Mention, MessageFile, Ticket
from otklik.tickets.queries import card, thread
from tests import make
from tests.support.writes import by, doer, jobs_of, listed, recorded, refused, rows

WORDS = from_text("Проверить картридж.")


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def test_a_note(people: make.Cast, ticket: Ticket) -> None:
    """It is previewed and counted, and changes neither the turn nor who spoke last to whom."""
    file = make.file(people.agent)
    with recorded() as events:
        note = make.note(people.agent, ticket, files=[file])
    assert (note.kind, note.public, note.author_kind, note.agent_id) == (
        "note", False, "agent", people.agent.agent_id,
    )  # fmt: skip
    assert rows(MessageFile, message=note, file=file) == 1
    row = Ticket.objects.get()
    assert (row.preview, row.last_author) == ("Проверить картридж.", "Елена Белова")
    assert (row.messages, row.files, row.last_message_id) == (2, 1, note.pk)
    kept = ("status_id", "turn", "rank", "turn_since", "last_by_client", "last_public_id", "first_reply_at")
    assert [getattr(row, name) for name in kept] == [getattr(ticket, name) for name in kept]
    assert (row.assignee_id, row.version) == (None, ticket.version + 1)
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("note.added", "internal", by(people.agent))
    assert event.data == {"message": note.pk, "mentions": []}
    assert jobs_of(event) == listed(event)


def test_clients_see_no_note(people: make.Cast, ticket: Ticket) -> None:
    """Neither the words nor that there is one: not in the thread, not in the history."""
    before = card(people.client, ticket.number)
    make.note(people.agent, ticket)
    after = card(people.client, ticket.number)
    assert after.messages == before.messages
    assert after.events == before.events
    assert len(thread(people.agent, ticket)[0]) == 2


def test_naming_a_colleague_invites_them(people: make.Cast, ticket: Ticket) -> None:
    """They read from then on and may write notes, nothing more; the author is never invited."""
    assert not visible_to(people.outsider).exists()
    with recorded() as events:
        note = make.note(people.agent, ticket, "@Инна Кадрова, @Елена Белова: гляньте")
    assert list(Mention.objects.values_list("message_id", "agent_id", "seen_at")) == [
        (note.pk, people.outsider.agent_id, None)
    ]
    assert events[0].data == {"message": note.pk, "mentions": [people.outsider.agent_id]}
    assert visible_to(people.outsider).get() == ticket
    make.note(people.outsider, ticket, "Гляну")
    with refused(Denied):
        commands.set_status(people.outsider, ticket, "resolved")
    with refused(Denied):
        commands.edit(people.outsider, ticket, Edit(subject="Другое"))


def test_an_invitation_outlasts_a_change_of_hands(people: make.Cast, ticket: Ticket) -> None:
    """Readers are renewed at every assignment; who was named stays among them."""
    make.note(people.agent, ticket, "@Инна Кадрова")
    commands.take(people.agent, ticket)
    commands.release(people.agent, ticket)
    assert visible_to(people.outsider).get() == ticket


def test_inviting_from_the_list(people: make.Cast, ticket: Ticket) -> None:
    """By row, each once; who has left is not invited."""
    gone = make.employee("Бывший", teams=[people.hr])
    make.leave(gone)
    invited = [people.outsider.agent_id or 0, people.outsider.agent_id or 0, gone.pk, 10**9]
    commands.add_note(people.agent, ticket, from_text("@Бывший"), invited=invited)
    assert [row.agent_id for row in Mention.objects.all()] == [people.outsider.agent_id]


def test_the_draft_of_the_note_goes_alone(people: make.Cast, ticket: Ticket) -> None:
    """Reply and note never share a buffer."""
    commands.save_draft(people.agent, ticket, "note", "Проверить")
    commands.save_draft(people.agent, ticket, "reply", "Мастер")
    make.note(people.agent, ticket)
    assert [(draft.kind, draft.text) for draft in Draft.objects.all()] == [("reply", "Мастер")]


def test_a_note_on_a_closed_ticket(people: make.Cast, ticket: Ticket) -> None:
    """What is known late can still be written down; Otklik writes notes too."""
    commands.set_status(SYSTEM, ticket, "closed")
    make.note(people.agent, ticket)
    note = commands.add_note(SYSTEM, ticket, from_text("Файлы не вошли."))
    assert (note.author_kind, note.agent_id, note.author_name) == ("system", None, "Otklik")
    assert Ticket.objects.get().state == "closed"


def test_what_is_refused(people: make.Cast, ticket: Ticket) -> None:
    """Nothing said, no right, a client, a ticket that is gone."""
    with refused(Invalid, fields={"text"}):
        commands.add_note(people.agent, ticket, from_text(" \n"))
    silent = replace(people.agent, rights=people.agent.rights - {"tickets.note"})
    for actor in (silent, people.client, people.manager):
        with refused(Denied):
            commands.add_note(actor, ticket, WORDS)
    commands.delete_ticket(people.admin, ticket)
    with refused(NotFound):
        commands.add_note(people.agent, ticket, WORDS)
