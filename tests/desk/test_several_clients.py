"""A ticket each: the same words to several clients from one form, each with a ticket of their own."""

from __future__ import annotations

import pytest

from otklik.clients.commands import ContactSpec, create_contact
from otklik.clients.models import Contact
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.people.actor import SYSTEM
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.support.pages import field, text_of, visitor
from tests.support.writes import unchanged

NEW = "/desk/tickets/new"
FORM = {"subject": "Обновление кассы", "text": "Обновим сегодня вечером.", "way": "phone"}


@pytest.fixture
def others(people: make.Cast) -> list[Contact]:
    return [
        create_contact(
            SYSTEM, ContactSpec(f"Клиент {n}", emails=[f"one{n}@far.test"], company=people.other_company)
        )
        for n in (1, 2)
    ]


def sent(people: make.Cast, **more: str) -> dict[str, str]:
    contact = make.contact_of(people.client)
    return {**FORM, "contact": str(contact.uid), "contact_phone": "+7 900 111-22-33", **more}


def test_each_gets_a_ticket_of_their_own(people: make.Cast, others: list[Contact]) -> None:
    dispatcher, early = visitor(people.dispatcher), make.file(people.dispatcher, "план.png")
    key = field(dispatcher.get(NEW), "idempotency_key")
    lines = "one1@far.test\nOne2@far.test, one1@far.test"
    post = sent(people, others=lines, file=str(early.uid), idempotency_key=key)
    answer, again = dispatcher.post(NEW, post), dispatcher.post(NEW, post)
    assert (answer.status_code, again.headers["Location"]) == (302, answer.headers["Location"])
    tickets = list(Ticket.objects.order_by("pk"))
    assert [one.contact for one in tickets] == [make.contact_of(people.client), *others]
    assert [one.company for one in tickets] == [people.company, *[people.other_company] * 2]
    assert {one.subject for one in tickets} == {FORM["subject"]}
    assert [one.body.text for one in Message.objects.order_by("pk")] == [FORM["text"]] * 3
    assert [one.files for one in tickets] == [1, 1, 1]
    steps = set(Event.objects.filter(kind="ticket.registered").values_list("batch_id", flat=True))
    assert len(steps) == 1
    assert None not in steps
    assert "всего 3" in text_of(dispatcher.get(answer.headers["Location"]))


def test_when_we_write_first_everybody_gets_their_own_letter(
    people: make.Cast, others: list[Contact]
) -> None:
    make.mailbox("support")
    visitor(people.dispatcher).post(NEW, sent(people, way="out", others="one1@far.test one2@far.test"))
    drain()
    told = Delivery.objects.filter(audience="client").values_list("address", "ticket__contact__name")
    assert sorted(told) == [
        (make.contact_of(people.client).emails.get().email, make.contact_of(people.client).name),
        ("one1@far.test", "Клиент 1"),
        ("one2@far.test", "Клиент 2"),
    ]


def test_what_is_refused_comes_back(people: make.Cast, others: list[Contact]) -> None:
    dispatcher = visitor(people.dispatcher)
    many = " ".join(f"n{number}@far.test" for number in range(50))
    with unchanged():
        for typed, words in (
            ({"others": "nobody@far.test"}, "nobody@far.test"),
            ({"others": many}, "50"),
            ({"others": "one1@far.test", "contact": ""}, "первого клиента"),
        ):
            page = dispatcher.post(NEW, {**sent(people), **typed})
            assert (page.status_code, words in text_of(page)) == (422, True)
            assert typed["others"] in text_of(page), "nothing typed is lost"
