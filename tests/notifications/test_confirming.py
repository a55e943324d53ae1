"""A new ticket is confirmed to its clients once, in their language, and never to a machine (REG-9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.clients.queries import first_email
from otklik.core import clock
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.confirming import AT_MOST
from otklik.notifications.models import Delivery
from otklik.organisation.commands import change_setting
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.audit import audit
from tests import make
from tests.channels.mail.writing import answer_to, letters_to, mail, markup, take, ticket_of, words

pytestmark = pytest.mark.django_db


def confirmations() -> list[str]:
    drain()
    return list(
        Delivery.objects.filter(letter="confirmation").order_by("id").values_list("address", flat=True)
    )


def test_the_client_gets_number_link_and_their_own_words(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, "Не печатает", "Принтер молчит.", team=people.it)
    [letter] = letters_to("client@alpha.test")
    said = words(letter)
    assert f"Заявку приняли, её номер {ticket.number}. Ею займётся группа «Группа it»." in said
    assert f"http://127.0.0.1:8000/requests/{ticket.number}" in said
    assert "Ваше сообщение" in said
    assert "> Принтер молчит." in said
    assert letter["Subject"] == f"[{ticket.number}] Не печатает"
    assert (letter["Auto-Submitted"], letter["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert "Заявку приняли" in markup(letter)


def test_it_stands_in_the_thread_and_disturbs_nobody(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, team=people.it)
    before = Ticket.objects.values().get(pk=ticket.pk)
    drain()
    announced = Message.objects.select_related("body").get(ticket=ticket, automatic=True)
    assert (announced.public, announced.author_kind, announced.author_name) == (True, "system", "Поддержка")
    assert announced.body.text.startswith(f"Заявку приняли, её номер {ticket.number}.")
    assert Ticket.objects.values().get(pk=ticket.pk) == before
    assert Delivery.objects.get(letter="confirmation").message_id == announced.pk
    assert list(audit([ticket.pk])) == []


def test_whoever_registers_for_a_colleague_gets_one_too(people: make.Cast) -> None:
    make.mailbox("support")
    colleague = make.contact_of(people.colleague)
    ticket = make.ticket(people.manager, contact=colleague)
    assert confirmations() == [first_email(colleague), first_email(make.contact_of(people.manager))]
    make.reply(people.dispatcher, ticket, "Готово.", status="resolved")
    drain()
    done = Delivery.objects.filter(letter="done").order_by("id")
    assert [row.address for row in done] == confirmations()
    for row in done:
        [_first, letter] = letters_to(row.address)
        assert row.address in str(letter["To"])


def test_a_mail_is_confirmed_in_its_thread_and_language(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)
    ticket = ticket_of(
        take(
            mail(
                "Ann <ann@far.test>", "Our printer is silent, please help us soon.", message_id="<q@far.test>"
            )
        )
    )
    [letter] = letters_to("ann@far.test")
    assert (letter["In-Reply-To"], letter["Auto-Submitted"]) == ("<q@far.test>", "auto-replied")
    assert "We have your request, its number is" in words(letter)
    assert "http://127.0.0.1:8000/t/" in words(letter), "without an account the link is a personal one"
    assert take(answer_to(letter, "Ann <ann@far.test>", "It is still silent")).number == ticket.number


def test_machines_are_never_confirmed(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)
    take(mail("alarm@machine.test", headers={"Auto-Submitted": "auto-generated"}))
    take(mail("list@news.test", headers={"Precedence": "bulk"}))
    take(mail("Ivan <person@quiet.test>", headers={"X-Auto-Response-Suppress": "AutoReply"}))
    assert confirmations() == []
    assert not Message.objects.filter(author_kind="system").exists()


def test_two_machines_that_answer_each_other_stop(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)
    change_setting(BY_SYSTEM, AT_MOST.key, 3)
    for number in range(5):
        take(mail("robot@loop.test", subject=f"Ticket {number}"))
    assert confirmations() == ["robot@loop.test"] * 3
    withheld = Event.objects.filter(kind="confirmation.withheld")
    assert [event.ticket_id for event in withheld] == list(
        Ticket.objects.order_by("id").values_list("pk", flat=True)[3:]
    )
    with clock.shifted(timedelta(hours=2)):
        take(mail("robot@loop.test", subject="Later"))
        assert len(confirmations()) == 4


def test_it_can_be_switched_off(people: make.Cast, unconfirmed: None) -> None:
    make.mailbox("support")
    make.ticket(people.client)
    assert confirmations() == []
