"""A registration's document, made from what the command holds, says what one read from the tables says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from otklik.people.actor import SYSTEM
from otklik.search.indexing import index_now
from otklik.search.models import Document
from otklik.tickets import commands
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make


def _by_client(people: make.Cast) -> Ticket:
    file = make.file(people.client, "снимок экрана.png")
    return make.ticket(people.client, "Касса стоит", "Чек не идёт", team=people.it, files=[file])


def _by_agent(people: make.Cast) -> Ticket:
    return make.ticket(
        people.dispatcher, "Звонок", "@Пётр Орлов, помогите", contact=make.contact_of(people.client)
    )


def _from_outside(people: make.Cast) -> Ticket:
    what = Registration(
        "Вопрос", from_text("Как?"), sender_email="who@far.test", sender_name="Кто", company=people.company
    )
    return commands.register(SYSTEM, what)


@pytest.mark.parametrize("registered", [_by_client, _by_agent, _from_outside])
def test_the_document_at_registration_is_the_one_read_later(
    people: make.Cast, registered: Callable[[make.Cast], Ticket]
) -> None:
    ticket = registered(people)
    at_once = Document.objects.values("words", "access", "search_version").get(pk=ticket.pk)
    index_now([ticket.pk])
    assert Document.objects.values("words", "access", "search_version").get(pk=ticket.pk) == at_once
    assert at_once["words"]
