"""Similar tickets of a card: of the same client, and alike by words; one of them is looked at beside."""

from __future__ import annotations

import pytest

from otklik.core import worker
from otklik.search.likeness import telling_words, wording_of
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import visitor, words_of


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """About a till's printer, by a client who has written before."""
    make.ticket(people.client, "Чайник шумит", team=people.it)
    make.ticket(people.stranger, "Касса печатает чек дважды", team=people.it)
    make.ticket(people.stranger, "Касса: пустой чек", team=people.hr)
    return make.ticket(people.client, "Касса не печатает чек", team=people.it)


def test_both_lists(people: make.Cast, ticket: Ticket) -> None:
    """What the agent may see, and nothing else; a page of its own without script."""
    worker.drain()
    address = f"/desk/tickets/{ticket.number}/similar"
    for page in (visitor(people.agent).get(address), visitor(people.agent, script=True).get(address)):
        said = words_of(page)
        assert "Чайник шумит" in said
        assert "Касса печатает чек дважды" in said
        assert "Касса: пустой чек" not in said
    assert "Касса: пустой чек" in words_of(visitor(people.admin, script=True).get(address))


def test_a_look_beside(people: make.Cast, ticket: Ticket) -> None:
    """How it began and how it was answered; notes are not shown."""
    make.note(people.agent, ticket, "Тайное слово")
    make.reply(people.agent, ticket, "Замените ленту.")
    box = words_of(visitor(people.agent, script=True).get(f"/desk/tickets/{ticket.number}/beside"))
    assert "Замените ленту." in box
    assert "Тайное слово" not in box
    assert (
        visitor(people.outsider, script=True).get(f"/desk/tickets/{ticket.number}/beside").status_code == 404
    )


def test_the_words_that_tell() -> None:
    """What everybody writes says nothing; most of the others must be found."""
    words = telling_words("Добрый день! Не печатает касса, помогите", "Касса, касса и принтер 2024")
    assert words[:2] == telling_words("печатает касса")
    wording = wording_of(["касс", "чек", "лент"])
    assert wording is not None
    assert wording.matches("касс сломалась чек", "")
    assert not wording.matches("касс сломалась", "лентяй")
    assert wording_of([]) is None
