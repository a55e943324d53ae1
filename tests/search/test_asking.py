"""Operators over tickets: the same on both engines, only what one may see, wrong values said in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.core import clock
from otklik.people.actor import Actor
from otklik.search.asking import asked
from otklik.search.operators import parsed
from otklik.search.queries import find, suggest
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.make import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    """Everybody."""
    return make.cast()


@pytest.fixture
def tickets(people: Cast) -> list[Ticket]:
    """Three: taken and urgent with a file, untaken, of another client."""
    file = make.file(people.client, "акт.pdf")
    first = make.ticket(people.client, "Касса не видит сканер", team=people.it, files=[file])
    commands.take(people.agent, first)
    second = make.ticket(people.client, "Касса не печатает чек", team=people.it)
    third = make.ticket(people.stranger, "Касса зависла", team=people.it)
    return [first, second, third]


def found(actor: Actor, typed: str, tickets: list[Ticket]) -> list[int]:
    """Places in `tickets` of what is found."""
    meant = asked(actor, parsed(typed))
    hits = find(actor, meant.words, where=meant.where, without=meant.without).hits
    rows = {one.ticket_id for one in suggest(actor, meant.words, where=meant.where, without=meant.without)}
    assert rows == {hit.ticket_id for hit in hits}
    return sorted(next(at for at, ticket in enumerate(tickets) if ticket.pk == hit.ticket_id) for hit in hits)


def test_every_operator(people: Cast, tickets: list[Ticket]) -> None:
    yesterday = (clock.now() - timedelta(days=2)).date().isoformat()
    number = tickets[1].number
    for typed, places in {
        "касса assignee:me": [0],
        "ответственный:белова": [0],
        "касса -assignee:me": [1, 2],
        "assignee:none": [1, 2],
        "ответственный:никто сканер": [],
        "это:моя": [0],
        "is:unassigned is:open": [1, 2],
        "is:closed": [],
        "статус:закрыта": [],
        "status:open": [0, 1, 2],
        "has:file": [0],
        "-есть:файл": [1, 2],
        'from:"Иван Клиентов"': [0, 1],
        "от:альфа": [0, 1],
        "от:client@alpha.test": [0, 1],
        "от:никого": [],
        f"number:{number}": [1],
        f"номер:{number.removeprefix('INC')}": [1],
        "team:it касса": [0, 1, 2],
        "группа:hr": [],
        "before:today": [],
        "after:сегодня": [0, 1, 2],
        f"after:{yesterday}": [0, 1, 2],
        f"до:{yesterday}": [],
        "касса -чек": [0, 2],
        'касса -"не видит" -зависла': [1],
        "-касса": [],
        '"не видит"': [0],
    }.items():
        by = people.agent if {"me", "моя"} & set(typed.split(":")) else people.dispatcher
        assert (typed, found(by, typed, tickets)) == (typed, places)


def test_only_what_one_may_see(people: Cast, tickets: list[Ticket]) -> None:
    for typed in ("is:open", "касса -зависла", "has:file", "from:альфа", f"number:{tickets[0].number}"):
        assert found(people.outsider, typed, tickets) == [], typed


def test_wrong_values_are_said_and_the_rest_is_searched(people: Cast, tickets: list[Ticket]) -> None:
    for typed in (
        "status:нетакого",
        "assignee:нетакого",
        "team:нетакой",
        "type:x",
        "service:x",
        "priority:x",
        "before:32.13.2026",
        "after:завтрак",
        "is:красивая",
        "has:совесть",
        "number:много",
    ):
        meant = asked(people.agent, parsed(f"сканер {typed}"))
        assert len(meant.problems) == 1, typed
        assert typed.partition(":")[2] in meant.problems[0]
        assert meant.where is None
        assert found(people.agent, f"сканер {typed}", tickets) == [0]


def test_pages_go_on_where_the_last_one_ended(people: Cast, tickets: list[Ticket]) -> None:
    meant = asked(people.dispatcher, parsed("касса is:open"))
    after, seen = None, []
    for _page in range(3):
        page = find(people.dispatcher, meant.words, where=meant.where, limit=1, after=after)
        seen += [hit.ticket_id for hit in page.hits]
        after = page.after
    assert after is None
    assert seen == [ticket.pk for ticket in reversed(tickets)]


def test_internal_words_are_not_shown_by_what_must_not_be_there(people: Cast, tickets: list[Ticket]) -> None:
    """A client's search that leaves words out looks at public ones alone."""
    make.note(people.agent, tickets[0], "Тайна")
    hits = find(people.client, "касса", without=["тайна"]).hits
    assert {hit.ticket_id for hit in hits} == {tickets[0].pk, tickets[1].pk}
