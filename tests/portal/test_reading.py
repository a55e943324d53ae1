"""What a client has read: said by their page once it was looked at, shown to staff beside the message."""

from __future__ import annotations

import re

import pytest

from otklik.notifications.links import personal_link
from otklik.people.actor import Actor
from otklik.tickets.models import ClientRead, Ticket
from tests import make
from tests.api.program import program
from tests.support.pages import ru, text_of, visitor, words_of
from tests.support.writes import recorded, unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's request, answered twice."""
    made = make.ticket(people.client, "Касса", team=people.it)
    make.reply(people.agent, made, "Мастер уже едет.")
    make.reply(people.agent, made, "Он у дверей.")
    made.refresh_from_db()
    return made


def look(reader: Actor | None, base: str, message: int | str) -> int:
    browser = visitor(reader) if reader else visitor()
    with recorded() as events:
        status = browser.post(f"{base}/reading?message={message}").status_code
    assert list(events) == []
    return status


def shown(people: make.Cast, ticket: Ticket) -> int:
    return words_of(visitor(people.agent).get(f"/desk/tickets/{ticket.number}")).count(
        ru("Read by the client")
    )


def test_their_own_look_counts_and_what_comes_later_is_not_read(people: make.Cast, ticket: Ticket) -> None:
    base, last = f"/requests/{ticket.number}", ticket.last_public_id or 0
    page = text_of(visitor(people.client).get(base))
    assert f'data-reading="{base}/reading?message={last}"' in page
    assert (ClientRead.objects.count(), shown(people, ticket)) == (0, 0), "a page that is fetched is not read"
    assert look(people.client, base, last - 1) == 204
    assert shown(people, ticket) == 1
    assert look(people.client, base, last + 10**9) == 204, "no more than there is"
    assert (ClientRead.objects.get().message_id, shown(people, ticket)) == (last, 2)
    make.reply(people.agent, ticket, "И ещё одно.")
    assert shown(people, ticket) == 2
    items = program(people.agent).get(f"/tickets/{ticket.number}/messages").body["items"]
    assert [one["read"] for one in items if one["kind"] == "reply"][-3:] == [True, True, False]
    assert "read" not in program(people.client).get(f"/tickets/{ticket.number}/messages").body["items"][0]


def test_an_older_or_a_strange_look_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Whose request it is not may see it, and it says nothing of whose it is."""
    base, last = f"/requests/{ticket.number}", ticket.last_public_id or 0
    assert look(people.client, base, last) == 204
    before = ClientRead.objects.get().at
    for reader, message in (
        (people.client, last - 1),
        (people.client, last),
        (people.client, "x"),
        (people.manager, last),
    ):
        assert look(reader, base, message) == 204
    assert (ClientRead.objects.get().message_id, ClientRead.objects.get().at) == (last, before)
    strange = visitor(people.stranger)
    with unchanged():
        assert strange.post(f"{base}/reading?message={last}").status_code == 404


def test_the_page_behind_a_letters_link_says_so_too(people: make.Cast, ticket: Ticket) -> None:
    base = re.sub(r"^https?://[^/]+", "", personal_link(ticket.pk, people.client.contact_id))
    with unchanged():
        assert f'data-reading="{base}/reading?message=' in text_of(visitor().get(base))
    assert look(None, base, ticket.last_public_id or 0) == 204
    assert shown(people, ticket) == 2
