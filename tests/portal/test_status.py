"""The way back to a request by number and e-mail: a letter to the address, and nothing to whoever asked."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.models import TicketType
from otklik.clients.models import Contact, ContactEmail
from otklik.core.actors import SYSTEM
from otklik.core.models import Event, Job
from otklik.core.worker import drain
from otklik.notifications.commands import ask_link
from otklik.notifications.enums import HouseKind
from otklik.notifications.models import HouseLetter
from otklik.tickets import commands
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket, TicketNumber
from otklik.web.history import line_of
from tests import make
from tests.support.pages import ru, visitor, words_of


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's request, answered."""
    made = make.ticket(people.client, "Тайная тема", team=people.it)
    make.reply(people.agent, made, "Мастер уже едет.")
    return made


def ask(number: str, email: str) -> str:
    """What the page says to it; then it is looked up."""
    page = visitor().post("/status", {"number": number, "email": email})
    assert page.status_code == 200
    drain()
    return words_of(page).replace(number, "…").replace(email.strip(), "…")


def letters(home: Path) -> list[EmailMessage]:
    """What is held about links; other letters stand beside them."""
    rows = HouseLetter.objects.filter(about=HouseKind.LINK)
    about = {str(row.uid) for row in rows}
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (home / "outbox").glob("*.eml")
        if path.stem in about
    ]


@pytest.mark.parametrize("email", ["client@alpha.test", " Client@ALPHA.test "])
def test_the_letter(people: make.Cast, ticket: Ticket, email: str, tmp_path: Path) -> None:
    """By the whole number or its digits; the link opens the request, the page itself tells nothing of it."""
    make.mailbox()
    Contact.objects.filter(pk=people.client.contact_id or 0).update(user=None)
    with override_settings(OTKLIK_HOME=tmp_path):
        for number in (ticket.number, ticket.number.lower(), ticket.number.removeprefix("INC")):
            said = ask(number, email)
            for word in ("Тайная", "Мастер", "Белова", "Клиентов"):
                assert word not in said
        drain()
        found = letters(tmp_path)
    assert [letter["To"] for letter in found] == ["client@alpha.test"] * 3
    body = found[0].get_body(("plain",))
    assert body is not None
    (link,) = re.findall(rf"{re.escape(settings.OTKLIK_BASE_URL)}(/t/\S+)", body.get_content())
    assert "Тайная тема" in words_of(visitor().get(link))
    told = [str(event.data) for event in Event.objects.filter(kind="ticket.link_asked")]
    assert not any("alpha.test" in data for data in told)
    line = line_of(Event.objects.filter(kind="ticket.link_asked").latest("id"), {})
    assert line.what == ru("asked by number and e-mail for the link"), (
        "whether a mail goes out is not known yet"
    )


def test_who_signs_in_is_led_into_the_portal(people: make.Cast, ticket: Ticket, tmp_path: Path) -> None:
    """As every other letter to them does: a link that needs no password is for who has none."""
    make.mailbox()
    with override_settings(OTKLIK_HOME=tmp_path):
        ask(ticket.number, "client@alpha.test")
        drain()
        (letter,) = letters(tmp_path)
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"/requests/{ticket.number}" in body.get_content()
    assert "/t/" not in body.get_content()


def test_a_contact_out_of_use_is_not_written_to(people: make.Cast, ticket: Ticket) -> None:
    """Neither at an address of theirs nor at the one the request was registered with."""
    ContactEmail.objects.create(contact=make.contact_of(people.client), email="second@alpha.test")
    ask(ticket.number, "second@alpha.test")
    assert Event.objects.filter(kind="ticket.link_asked").count() == 1
    Contact.objects.filter(pk=people.client.contact_id or 0).update(hidden=True)
    ask(ticket.number, "second@alpha.test")
    ask(ticket.number, "client@alpha.test")
    assert Event.objects.filter(kind="ticket.link_asked").count() == 1


def test_a_second_address_that_is_taken_away_meanwhile(
    people: make.Cast, ticket: Ticket, tmp_path: Path
) -> None:
    """Gets the letter while it is the contact's, and none after."""
    make.mailbox()
    second = ContactEmail.objects.create(contact=make.contact_of(people.client), email="second@alpha.test")
    with override_settings(OTKLIK_HOME=tmp_path):
        ask(ticket.number, second.email)
        drain()
        assert [letter["To"] for letter in letters(tmp_path)] == [second.email]
        ask_link(SYSTEM, ticket.number, second.email)
        second.delete()
        drain()
        assert len(letters(tmp_path)) == 1


def test_spelling_makes_no_more_letters(people: make.Cast, ticket: Ticket) -> None:
    """Digits, small letters, an alias: one request; and so many requests for one address."""
    TicketNumber.objects.create(number="OLD-1", ticket=ticket)
    for number in (ticket.number, ticket.number.lower(), ticket.number.removeprefix("INC"), "OLD-1"):
        ask_link(SYSTEM, number, " Client@ALPHA.test")
    asked = Event.objects.filter(kind="ticket.link_asked")
    assert asked.count() == 3
    for _ in range(8):
        ask_link(SYSTEM, make.ticket(people.client).number, "client@alpha.test")
    assert asked.count() == 10


def test_wrong_pairs_look_like_right_ones(people: make.Cast, ticket: Ticket) -> None:
    """The same words, and no letter, for a number there is not, another's address, an internal and a
    deleted request."""
    kind = TicketType.objects.get(code="internal")
    inner = commands.register(
        people.agent,
        Registration("Внутренняя", from_text("x"), contact=make.contact_of(people.client), type=kind),
    )
    gone = make.ticket(people.client)
    commands.delete_ticket(people.admin, gone)
    right = ask(ticket.number, "client@alpha.test")
    for number, email in (
        ("INC999999", "client@alpha.test"),
        (ticket.number, "stranger@beta.test"),
        (ticket.number, "nobody@nowhere.test"),
        (inner.number, "client@alpha.test"),
        (gone.number, "client@alpha.test"),
    ):
        assert ask(number, email) == right
    assert Event.objects.filter(kind="ticket.link_asked").count() == 1


def test_right_and_wrong_pairs_are_the_same_work(people: make.Cast, ticket: Ticket) -> None:
    """Statement by statement, and row by row: neither time nor load tells whether a pair belongs together."""
    visitor().post("/status", {"number": "INC7", "email": "first@alpha.test"})  # what is read once is read
    works = []
    for number, email in (
        (ticket.number, "client@alpha.test"),
        (ticket.number, "stranger@beta.test"),
        ("INC999999", "client@alpha.test"),
        ("INC999999", "nobody@nowhere.test"),
    ):
        before = written()
        with CaptureQueriesContext(connection) as asked:
            visitor().post("/status", {"number": number, "email": email})
        shapes = [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in asked.captured_queries]
        assert not any("tickets_ticket" in shape or "clients_contact" in shape for shape in shapes)
        works.append((shapes, {table: n - before[table] for table, n in written().items()}))
    assert all(work == works[0] for work in works)


def written() -> dict[str, int]:
    """How many events and jobs there are."""
    return {"events": Event.objects.count(), "jobs": Job.objects.count()}


def test_how_often(people: make.Cast, ticket: Ticket) -> None:
    """Three letters an hour; addresses are not tried out for a number, nor numbers for an address."""
    right = {"number": ticket.number, "email": "client@alpha.test"}
    client = visitor()
    for _ in range(5):
        assert client.post("/status", right).status_code == 200
    drain()
    assert Event.objects.filter(kind="ticket.link_asked").count() == 3
    for attempt in range(5):
        client.post("/status", {"number": ticket.number, "email": f"n{attempt}@alpha.test"})
    assert client.post("/status", right).status_code == 429
    for attempt in range(30):
        client.post("/status", {"number": f"INC{attempt + 500}", "email": "client@alpha.test"})
    other = make.ticket(people.client)
    assert client.post("/status", {**right, "number": other.number}).status_code == 429


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({}, {"number", "email"}),
        ({"number": "INC1"}, {"email"}),
        ({"email": "client@alpha.test"}, {"number"}),
        ({"number": "INC1", "email": "x"}, {"email"}),
    ],
)
def test_both_are_needed(people: make.Cast, form: dict[str, str], wrong: set[str]) -> None:
    """Said in words beside the field; what was typed stays."""
    page = visitor().post("/status", form)
    assert page.status_code == 422
    said = {
        "number": ru("Write the number: it is in every letter of ours."),
        "email": ru("Write the whole address, such as name@company.com."),
    }
    assert {field for field, words in said.items() if words in words_of(page)} == wrong
    for value in form.values():
        assert f'value="{value}"' in page.content.decode()
