"""The card: one ticket with its thread, history and people, in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.core.errors import NotFound
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, Incoming, Registration, Reply
from otklik.tickets.content import from_html, from_text
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries import card, history, thread
from otklik.tickets.queries.card import THREAD_PAGE
from tests import make


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def test_an_agents_card(people: make.Cast, ticket: Ticket) -> None:
    """Everything about the ticket that staff may see."""
    reply = make.reply(people.agent, ticket)
    note = make.note(people.teammate, ticket)
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id)
    commands.observe(people.agent, ticket, team_id=people.hr.pk)
    commands.save_draft(people.agent, ticket, "note", "про себя")
    commands.save_draft(people.teammate, ticket, "reply", "чужое")
    found = card(people.agent, ticket.number.lower())
    assert [m.id for m in found.messages] == [ticket.last_public_id, reply.pk, note.pk]
    assert [m.public for m in found.messages] == [True, True, False]
    assert [m.is_ours for m in found.messages] == [False, True, True]
    assert found.around.drafts == {"note": "про себя"}
    assert set(found.around.observers) == {(people.outsider.agent_id, None), (None, people.hr.pk)}
    assert (found.around.emails, found.around.phones, found.has_earlier) == (["client@alpha.test"], [], False)
    assert [event.kind for event in found.events] == [
        "ticket.registered",
        "reply.sent",
        "ticket.taken",
        "note.added",
        "ticket.observers_changed",
        "ticket.observers_changed",
    ]


def test_a_clients_card_has_nothing_of_ours(people: make.Cast, ticket: Ticket) -> None:
    """No notes, no internal events, no drafts, no held or cancelled reply, nobody's unknown sender."""
    reply = make.reply(people.agent, ticket)
    make.note(people.agent, ticket)
    commands.receive(SYSTEM, ticket, Incoming(from_text("Я тоже"), "Кто-то"))
    held = commands.reply(people.agent, ticket, Reply(from_text("Ещё"), undo_seconds=10))
    commands.cancel_reply(people.agent, held)
    commands.reply(people.agent, ticket, Reply(from_text("И ещё"), undo_seconds=10))
    found = card(people.client, ticket.number)
    assert [m.id for m in found.messages] == [ticket.last_public_id, reply.pk]
    assert [event.kind for event in found.events] == ["ticket.registered", "reply.sent"]
    assert all(event.audience == "public" for event in found.events)
    assert found.around.drafts == {}
    for actor in (people.stranger, people.colleague, people.outsider):
        with pytest.raises(NotFound):
            card(actor, ticket.number)


def test_administrators_events_are_in_no_card(people: make.Cast, ticket: Ticket) -> None:
    """Deleting and restoring stand in the audit, not in the history of the ticket."""
    commands.delete_ticket(people.admin, ticket)
    commands.restore_ticket(people.admin, ticket)
    for actor in (people.agent, people.admin, people.client):
        assert [event.kind for event in history(actor, ticket)] == ["ticket.registered"]


def _queries(actor: Actor, number: str) -> int:
    card(actor, number)  # what is kept for a version of the configuration is asked for once
    with CaptureQueriesContext(connection) as queries:
        card(actor, number)
    return len(queries)


def test_as_many_queries_for_one_message_as_for_thirty(people: make.Cast, ticket: Ticket) -> None:
    """With files, notes, mentions, observers and links; for staff and for the client."""
    commands.register(SYSTEM, Registration("Тема", from_text("x"), continues=ticket))
    staff, client = _queries(people.agent, ticket.number), _queries(people.client, ticket.number)
    for number in range(15):
        make.reply(people.agent, ticket, files=[make.file(people.agent), make.file(people.agent)])
        make.note(people.agent, ticket, "@Инна Кадрова", files=[make.file(people.agent, str(number))])
    assert _queries(people.agent, ticket.number) == staff
    assert _queries(people.client, ticket.number) == client


def test_pages_of_a_long_thread(people: make.Cast, ticket: Ticket) -> None:
    """The newest page first; the one before it; what came since. Oldest first in each."""
    template = Message.objects.get()
    Message.objects.bulk_create(
        Message(
            ticket=ticket, kind="reply", public=True, author_kind="contact", via="mail",
            created_at=template.created_at, released_at=template.created_at,
        )
        for _ in range(2 * THREAD_PAGE - 1)
    )  # fmt: skip
    ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    for pk in ids[1:]:
        template.body.pk = pk
        template.body.save(force_insert=True)
    newest, more = thread(people.agent, ticket)
    assert ([m.id for m in newest], more) == (ids[THREAD_PAGE:], True)
    older, more = thread(people.agent, ticket, before=newest[0].id)
    assert ([m.id for m in older], more) == (ids[:THREAD_PAGE], False)
    since, more = thread(people.agent, ticket, since=ids[-4])
    assert ([m.id for m in since], more) == (ids[-3:], False)
    assert card(people.agent, ticket.number).has_earlier


def test_pictures_and_folded_quotes(people: make.Cast, ticket: Ticket) -> None:
    """A picture of the text points to our file and is no attachment; a quote is there to be unfolded."""
    inline, apart = make.file(people.client, "схема.png"), make.file(people.client, "счёт.pdf")
    content = from_html('<p>Вот <img src="cid:a@1"> <img src="cid:b"></p>', full_text="Вот\n> раньше")
    said = Incoming(
        content,
        "Иван",
        contact_id=people.client.contact_id,
        attachments=[Attachment(inline, content_id="a@1"), Attachment(apart, content_id="unused")],
    )
    commands.receive(people.client, ticket, said)
    row = thread(people.client, ticket)[0][-1]
    assert f'<img src="/files/{inline.uid}?preview=large">' in row.html
    assert '<img src="cid:b">' in row.html
    assert [(file.uid, file.name, file.is_picture) for file in row.files] == [
        (str(apart.uid), "счёт.pdf", True)
    ]
    assert row.folded


def test_links_to_what_one_may_see(people: make.Cast, ticket: Ticket) -> None:
    """From both ends; a foreign ticket is not named."""
    mine = commands.register(SYSTEM, Registration("Своя", from_text("x"), continues=ticket, team=people.it))
    commands.register(SYSTEM, Registration("Чужая", from_text("x"), continues=ticket, team=people.hr))
    [link], [back] = (card(people.agent, number).around.links for number in (ticket.number, mine.number))
    assert (link.kind, link.outward, link.number, link.subject) == ("continues", False, mine.number, "Своя")
    assert (back.kind, back.outward, back.number) == ("continues", True, ticket.number)
    assert card(people.client, ticket.number).around.links == []
    assert len(card(people.admin, ticket.number).around.links) == 2
