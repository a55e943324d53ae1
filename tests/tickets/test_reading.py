"""What an agent has seen and begun to write."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core.idempotency import once
from otklik.tickets import commands
from otklik.tickets.content import from_text
from otklik.tickets.models import Draft, Mention, Seen, Ticket
from otklik.tickets.queries.around import around
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import rows, unchanged


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def test_marks_only_move_forward(people: make.Cast, ticket: Ticket) -> None:
    """Two tabs, the older one last: what was read stays read. Each agent has their own mark."""
    first = ticket.last_message_id or 0
    second = make.message(people.client, ticket).pk
    assert around(people.agent, ticket).seen == 0
    commands.mark_seen(people.agent, ticket, second)
    with unchanged():
        commands.mark_seen(people.agent, ticket, second)
        commands.mark_seen(people.agent, ticket, first)
    commands.mark_seen(people.teammate, ticket, first)
    assert (around(people.agent, ticket).seen, around(people.teammate, ticket).seen) == (second, first)
    commands.mark_seen(people.teammate, ticket, second)
    assert set(Seen.objects.values_list("agent_id", "message_id")) == {
        (people.agent.agent_id, second),
        (people.teammate.agent_id, second),
    }


def test_a_client_leaves_no_mark(people: make.Cast, ticket: Ticket) -> None:
    """Marks, drafts are the staff's."""
    with unchanged():
        commands.mark_seen(people.client, ticket, 1)
        commands.mark_many_seen(people.client, [ticket.pk])
        commands.save_draft(people.client, ticket, "reply", "x")
    assert around(people.client, ticket).seen == 0


def test_reading_answers_mentions(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """Those up to the message read, one's own alone, with the moment of the first time."""
    early = make.note(people.agent, ticket, "@Инна Кадрова @Пётр Орлов")
    late = make.note(people.agent, ticket, "@Инна Кадрова ещё")
    first = frozen_clock.now
    commands.mark_seen(people.outsider, ticket, early.pk)
    frozen_clock.move(timedelta(minutes=1))
    commands.mark_seen(people.outsider, ticket, late.pk)
    assert set(Mention.objects.values_list("message_id", "agent_id", "seen_at")) == {
        (early.pk, people.outsider.agent_id, first),
        (early.pk, people.teammate.agent_id, None),
        (late.pk, people.outsider.agent_id, frozen_clock.now),
    }


def test_many_at_once(people: make.Cast, ticket: Ticket) -> None:
    """A whole list is known as it stands; what comes later is not."""
    other = make.ticket(people.client, team=people.it)
    make.note(people.teammate, other, "@Елена Белова")
    commands.mark_many_seen(people.agent, [ticket.pk, other.pk])
    for one in (ticket, other):
        one.refresh_from_db()
        assert around(people.agent, one).seen == one.last_message_id
    assert rows(Mention, seen_at=None) == 0
    newer = make.message(people.client, ticket)
    assert around(people.agent, ticket).seen < newer.pk


def test_drafts(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """One per agent, ticket and kind, replaced as it grows, forgotten when emptied."""
    commands.save_draft(people.agent, ticket, "reply", "Мас")
    frozen_clock.move(timedelta(seconds=3))
    commands.save_draft(people.agent, ticket, "reply", "Мастер ")
    commands.save_draft(people.agent, ticket, "note", "про себя")
    commands.save_draft(people.teammate, ticket, "reply", "и я")
    found = Draft.objects.get(agent_id=people.agent.agent_id or 0, kind="reply")
    assert (found.text, found.updated_at) == ("Мастер ", frozen_clock.now)
    assert rows(Draft) == 3
    commands.save_draft(people.agent, ticket, "reply", " \n")
    assert rows(Draft, agent_id=people.agent.agent_id) == 1
    with unchanged():
        commands.save_draft(people.agent, ticket, "reply", "")


def test_a_draft_behind_its_own_sending_is_none(people: make.Cast, ticket: Ticket) -> None:
    """Begun before the press, arrived after it: the page's key tells. The other kind's draft is kept, a
    stopped send uses up no key, and the key is its author's alone."""
    key = "page-1"

    def send() -> dict[str, object]:
        return {"message": commands.reply(people.agent, ticket, commands.Reply(from_text("Мастер едет"))).pk}

    assert commands.save_draft(people.agent, ticket, "reply", "Мастер", key=key)
    once(people.agent.key, key, {"text": "Мастер едет"}, send)
    with unchanged():
        assert not commands.save_draft(people.agent, ticket, "reply", "Мастер едет", key=key)
        assert not commands.save_draft(people.agent, ticket, "reply", "", key=key)
    assert commands.save_draft(people.agent, ticket, "note", "про себя", key=key)
    assert commands.save_draft(people.teammate, ticket, "reply", "и я", key=key)
    assert commands.save_draft(people.agent, ticket, "reply", "Ещё", key="page-2")
    assert rows(Draft) == 3
