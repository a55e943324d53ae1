"""The list of tickets as a page: groups, rows, filters, numbers; for who has scripts and who has not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.core import small
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import rows_of, ru, text_of, visitor, words_of
from tests.support.writes import unchanged

LIST, ROWS, COUNTS = "/desk/tickets", "/desk/tickets/rows", "/desk/counts"


@pytest.fixture
def four(people: make.Cast, frozen_clock: FrozenClock) -> dict[str, Ticket]:
    """A ticket in each group of the list, and one that is done."""
    made = {}
    for name in ("waits", "works", "rests", "done"):
        made[name] = make.ticket(people.client, f"Тема {name}", team=people.it)
        if name != "waits":
            make.reply(people.agent, made[name])
    commands.set_status(people.agent, made["rests"], "needs_clarification")
    commands.set_status(people.agent, made["done"], "resolved")
    frozen_clock.move(timedelta(hours=2))
    return made


def test_groups_in_their_order(people: make.Cast, four: dict[str, Ticket]) -> None:
    """The client who waits first, with since when; what is done is not there."""
    page = visitor(people.agent).get(LIST)
    assert page.status_code == 200
    assert rows_of(page) == [four[name].number for name in ("waits", "works", "rests")]
    words = words_of(page)
    heads = [
        f"{ru('Client waits for an answer')} 1 {ru('longest: %(time)s', time='2 ч')}",
        f"{ru('We are at work')} 1 ",
        f"{ru('Waiting')} 1 ",
    ]
    places = [words.index(head) for head in heads]
    assert places == sorted(places)
    archive = visitor(people.agent).get(LIST, {"view": "archive"})
    assert set(rows_of(archive)) == {ticket.number for ticket in four.values()}
    assert heads[0] not in words_of(archive)


def test_in_english(people: make.Cast, four: dict[str, Ticket]) -> None:
    """The same in the reader's language."""
    user = make.user_of(people.agent)
    user.language = "en"
    user.save()
    small.bump()
    words = words_of(visitor(people.agent).get(LIST))
    assert "Client waits for an answer 1 longest: 2 h" in words
    assert "Subject Client Status Assignee" in words


def test_a_row_says_what_stands_on_the_ticket(people: make.Cast, four: dict[str, Ticket]) -> None:
    """Number, subject, last words, client, status, assignee; escaped, whatever people have typed."""
    evil = make.ticket(people.client, '<img src=x onerror="1">', "<script>alert(1)</script>", team=people.it)
    page = visitor(people.agent).get(ROWS, {"numbers": f"{four['works'].number},{evil.number}"})
    words = words_of(page)
    for said in (
        "Тема works",
        "Мастер уже едет.",
        "ООО «Альфа»",
        "Иван Клиентов",
        "В работе",
        "Е. Белова",
    ):
        assert said in words
    assert "<script>" not in text_of(page)
    assert "<img" not in text_of(page)
    assert "&lt;img src=x onerror=&quot;1&quot;&gt;" in text_of(page)


def test_rows_leave_out_what_left_the_view(people: make.Cast, four: dict[str, Ticket]) -> None:
    """Of the numbers asked for, those that belong to this list, and nothing around them."""
    agent = visitor(people.agent, script=True)
    numbers = ",".join(ticket.number for ticket in four.values())
    mine = agent.get(ROWS, {"view": "mine", "numbers": numbers})
    assert rows_of(mine) == [four["works"].number, four["rests"].number]
    assert text_of(mine).strip().startswith("<tr")
    commands.release(people.agent, four["works"])
    assert rows_of(agent.get(ROWS, {"view": "mine", "numbers": numbers})) == [four["rests"].number]
    waiting = agent.get(ROWS, {"quick": "waiting", "numbers": numbers})
    assert rows_of(waiting) == [four["waits"].number]
    for nothing in ("", ",", "INC0", four["done"].number):
        assert rows_of(agent.get(ROWS, {"numbers": nothing})) == []


def test_bold_until_it_was_read(people: make.Cast, four: dict[str, Ticket]) -> None:
    """A filled dot for news from the client, a ring once it was opened, nothing for who is answered."""
    agent = visitor(people.agent)

    def dot(name: str) -> str:
        page = text_of(agent.get(ROWS, {"view": "archive", "numbers": four[name].number}))
        kinds = {"turn--off": "", "turn--seen": "ring", 'class="turn"': "dot"}
        return next(kind for sign, kind in kinds.items() if sign in page)

    assert [dot(name) for name in four] == ["dot", "", "", ""]
    agent.get(f"{LIST}/{four['waits'].number}")
    assert dot("waits") == "ring"
    make.message(people.client, four["waits"])
    assert dot("waits") == "dot"


def test_filters_stand_in_the_address(people: make.Cast, four: dict[str, Ticket]) -> None:
    """A chip for each, which takes it away; nothing found offers to reset; nonsense finds nothing."""
    agent = visitor(people.agent)
    page = agent.get(LIST, {"status": "needs_clarification", "assignee": "me", "sort": "due"})
    assert rows_of(page) == [four["rests"].number]
    assert "?view=all&amp;assignee=me&amp;sort=due" in text_of(page)
    assert "?view=all&amp;status=needs_clarification&amp;sort=due" in text_of(page)
    for name in ("status", "contact", "team", "quick", "company", "assignee"):
        empty = agent.get(LIST, {name: "nonsense"})
        assert (empty.status_code, rows_of(empty)) == (200, [])
        assert ru("Nothing found with these filters") in words_of(empty)
    assert agent.get(LIST, {"view": "nonsense", "sort": "nonsense"}).status_code == 200


def test_pages_follow_each_other(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Fifty rows, a link to the next; a group that goes on is not announced again; a bad link says so."""
    for _ in range(52):
        make.ticket(people.client, team=people.it)
    agent = visitor(people.agent)
    first = agent.get(LIST)
    (link,) = re.findall(r'href="([^"]+)" rel="next"', text_of(first))
    link = link.replace("&amp;", "&")
    second = agent.get(link)
    assert (len(rows_of(first)), len(rows_of(second))) == (50, 2)
    assert set(rows_of(first)) & set(rows_of(second)) == set()
    assert text_of(first).count("data-group-head") == 1
    assert text_of(second).count("data-group-head") == 0
    refused = agent.get(LIST, {"after": "x"})
    assert refused.status_code == 422
    assert ru("This page link is no longer valid. Open the list again.") in words_of(refused)


def test_as_many_queries_for_one_row_as_for_fifty(people: make.Cast) -> None:
    """The whole page, numbers and all."""
    counts = []
    for more in (1, 49):
        for _ in range(more):
            made = make.ticket(people.client, team=people.it, files=[make.file(people.client)])
            commands.save_draft(people.agent, made, "reply", "x")
        agent = visitor(people.agent)
        agent.get(LIST)
        small.bump()
        with CaptureQueriesContext(connection) as queries:
            assert agent.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_numbers_of_the_side(people: make.Cast, four: dict[str, Ticket]) -> None:
    """As words by key; nothing for none."""
    counts = visitor(people.agent).get(COUNTS).json()
    keys = ("all", "mine", "unassigned", "overdue", f"team:{people.it.pk}")
    assert {key: counts[key] for key in keys} == {
        "all": "3",
        "mine": "2",
        "unassigned": "1",
        "overdue": "",
        f"team:{people.it.pk}": "3",
    }


def test_reading_changes_nothing(people: make.Cast, four: dict[str, Ticket]) -> None:
    """Lists, rows and numbers, by GET and by HEAD."""
    agent = visitor(people.agent)
    agent.get(LIST)
    with unchanged():
        for address in (LIST, ROWS, COUNTS, f"{LIST}?view=archive", reverse("desk-search")):
            assert agent.get(address).status_code == 200
            head = agent.head(address)
            assert (head.status_code, head.content) == (200, b"")
            assert agent.post(address).status_code == 405


def test_a_ticket_deleted_is_gone_at_once(people: make.Cast, four: dict[str, Ticket]) -> None:
    """From the list, the rows and the numbers."""
    commands.delete_ticket(people.admin, four["waits"])
    agent = visitor(people.agent)
    assert four["waits"].number not in rows_of(agent.get(LIST))
    assert rows_of(agent.get(ROWS, {"numbers": four["waits"].number})) == []
    assert agent.get(COUNTS).json()["all"] == "2"
    commands.restore_ticket(SYSTEM, four["waits"])
    assert four["waits"].number in rows_of(visitor(people.agent).get(LIST))
