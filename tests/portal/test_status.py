"""How a request stands, by number and e-mail: for whoever has both, told no more than that."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import TicketType
from otklik.tickets import commands
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import ru, visitor, words_of
from tests.support.writes import unchanged


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's request, answered."""
    made = make.ticket(people.client, "Тайная тема", team=people.it)
    make.reply(people.agent, made, "Мастер уже едет.")
    return made


@pytest.mark.parametrize("email", ["client@alpha.test", " Client@ALPHA.test "])
def test_the_standing(people: make.Cast, ticket: Ticket, email: str) -> None:
    """By the whole number or its digits; nothing of what was said, not even the subject."""
    for number in (ticket.number, ticket.number.lower(), ticket.number.removeprefix("INC")):
        with unchanged():
            page = visitor().post("/status", {"number": number, "email": email})
        words = words_of(page)
        assert (page.status_code, ticket.number in words) == (200, True)
        for said in ("Тайная", "Мастер", "Белова", "Клиентов"):
            assert said not in words


def test_wrong_pairs_look_like_unknown_numbers(people: make.Cast, ticket: Ticket) -> None:
    """The same words for a number there is not, another's address, an internal and a deleted request."""
    kind = TicketType.objects.get(code="internal")
    inner = commands.register(
        people.agent,
        Registration("Внутренняя", from_text("x"), contact=make.contact_of(people.client), type=kind),
    )
    gone = make.ticket(people.client)
    commands.delete_ticket(people.admin, gone)
    said = ru("There is no request with this number for this address. Look at our letter: both are in it.")
    for number, email in (
        ("INC999999", "client@alpha.test"),
        (ticket.number, "stranger@beta.test"),
        (ticket.number, "nobody@nowhere.test"),
        (inner.number, "client@alpha.test"),
        (gone.number, "client@alpha.test"),
    ):
        page = visitor().post("/status", {"number": number, "email": email})
        assert (page.status_code, said in words_of(page)) == (422, True)


def test_how_often(people: make.Cast, ticket: Ticket) -> None:
    """Addresses are not tried out for a number, nor numbers for an address."""
    client = visitor()
    for attempt in range(10):
        client.post("/status", {"number": ticket.number, "email": f"n{attempt}@alpha.test"})
    right = {"number": ticket.number, "email": "client@alpha.test"}
    assert client.post("/status", right).status_code == 429
    client = visitor()
    for attempt in range(30):
        client.post("/status", {"number": f"INC{attempt + 500}", "email": "client@alpha.test"})
    assert client.post("/status", right).status_code == 429


@pytest.mark.parametrize(
    "form", [{}, {"number": "INC1"}, {"email": "client@alpha.test"}, {"number": "INC1", "email": "x"}]
)
def test_both_are_needed(people: make.Cast, form: dict[str, str]) -> None:
    """Said in words."""
    page = visitor().post("/status", form)
    assert (page.status_code, ru("Give the number and the e-mail address.") in words_of(page)) == (422, True)
