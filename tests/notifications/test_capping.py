"""Letters to one address are only so many an hour; an employee's own words to a client are not held back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core import clock
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.capping import PER_ADDRESS, PER_TICKET
from otklik.notifications.models import Delivery
from otklik.organisation.commands import change_setting
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]


def told(address: str) -> int:
    drain()
    return Delivery.objects.filter(address=address).count()


def test_a_ticket_tells_an_address_so_often_an_hour_and_answers_go_on(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    before = told("agent@desk.test")
    change_setting(BY_SYSTEM, PER_TICKET.key, before + 2)
    for number in range(5):
        make.message(people.client, ticket, f"Ещё {number}")
        drain()
    assert told("agent@desk.test") == before + 2
    assert Event.objects.filter(kind="letter.withheld", ticket_id=ticket.pk).count() == 1
    for number in range(before + 4):
        make.reply(people.agent, ticket, f"Ответ {number}")
    assert told("client@alpha.test") == before + 4
    with clock.shifted(timedelta(hours=1, minutes=1)):
        make.message(people.client, ticket, "Через час")
        assert told("agent@desk.test") == before + 3


def test_a_list_is_told_so_often_an_hour_about_all_tickets(people: make.Cast) -> None:
    people.it.notify = ["list@partner.test"]
    people.it.save()
    make.mailbox("support", team=people.it)
    change_setting(BY_SYSTEM, PER_ADDRESS.key, 2)
    for number in range(4):
        make.ticket(people.client, f"Заявка {number}", team=people.it)
    assert told("list@partner.test") == 2
    assert Event.objects.filter(kind="letter.withheld").count() == 2
