"""The board as a page: six numbers that lead to their lists, parts that fail alone, what is one's own."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.queries import catalogue
from otklik.core import clock
from otklik.people.actor import SYSTEM
from otklik.people.commands import set_shares
from otklik.people.queries import Share
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.fixtures import FrozenClock
from tests.support.pages import ids, rows_of, ru, text_of, visitor, words_of
from tests.support.turns import away, gives

BOARD = "/desk/board"
HOUR = timedelta(hours=1)
WORKING = "2026-11-20T07:00:00+00:00"
"""Ten in the morning of a Friday in Moscow."""


@pytest.fixture
def five(people: make.Cast, frozen_clock: FrozenClock) -> list[Ticket]:
    """Five of the team: one overdue, one due today, one put off unanswered, one answered, one nobody has."""
    frozen_clock.set(clock.now().replace(year=2026, month=11, day=20, hour=7, minute=0))
    late, soon, put_off, answered, free = (
        make.ticket(people.client, f"Тема {n}", team=people.it) for n in range(5)
    )
    for ticket in (late, soon, put_off, answered):
        commands.take(people.agent, ticket)
    commands.set_due(SYSTEM.ref, late, clock.now() + HOUR)
    commands.set_due(SYSTEM.ref, soon, clock.now() + 6 * HOUR)
    make.reply(people.agent, answered, "Готово?", status="needs_clarification")
    frozen_clock.move(2 * HOUR)
    commands.set_status(people.agent, put_off, "postponed", until=clock.now() + 2 * HOUR)
    return [late, soon, put_off, answered, free]


def _numbers(page: HttpResponseBase) -> list[tuple[str, str, str]]:
    """Key, number and address of each of the six."""
    found = re.findall(
        r'<a class="six__i[^"]*" href="([^"]+)" data-key="(\d)".*?<b>(.*?)</b>', text_of(page), re.S
    )
    return [(key, re.sub("<[^>]+>", "", shown), href.replace("&amp;", "&")) for href, key, shown in found]


@pytest.mark.usefixtures("five")
def test_each_number_leads_to_its_list(people: make.Cast) -> None:
    """Exactly the tickets it counts stand there, for the specialist and for who sees all."""
    for actor, team, expected in (
        (people.agent, "", ["5", "4", "1", "1", "1", "1"]),
        (people.dispatcher, "?team=all", ["5", "4", "1", "1", "1", "1"]),
        (people.outsider, "", ["0"] * 6),
    ):
        reader = visitor(actor)
        numbers = _numbers(reader.get(BOARD + team))
        assert [key for key, _shown, _href in numbers] == list("123456")
        assert [shown for _key, shown, _href in numbers] == expected
        for _key, shown, href in numbers:
            assert len(rows_of(reader.get(href))) == int(shown), href
    for foreign in (people.hr.code, "all", "no-such"):
        assert visitor(people.agent).get(BOARD, {"team": foreign}).status_code == 404


@pytest.mark.usefixtures("five")
def test_what_stands_below(people: make.Cast) -> None:
    words = words_of(visitor(people.agent).get(BOARD))
    for said in (
        ru("longest of all %(time)s", time="2 ч"),
        ru("the worst by %(time)s", time="1 ч"),
        ru("the nearest in %(time)s", time="4 ч"),
        ru("none has a deadline"),
        "1 вернётся сегодня",
        "5 пришло сегодня",
    ):
        assert said in words, said
    empty = words_of(visitor(people.outsider).get(BOARD))
    assert empty.count(ru("Every client has an answer")) == 2
    assert ru("everything in time") in empty


@pytest.mark.usefixtures("five")
def test_a_part_that_fails_says_so(people: make.Cast) -> None:
    """The numbers live without the days, the days without the numbers."""
    agent = visitor(people.agent)
    with patch("otklik.desk.board.days", side_effect=DatabaseError):
        page = agent.get(BOARD)
    assert [shown for _key, shown, _href in _numbers(page)] == ["5", "4", "1", "1", "1", "1"]
    assert words_of(page).count(ru("no data")) == 1
    with patch("otklik.desk.board.figures", side_effect=DatabaseError):
        page = agent.get(BOARD)
    assert page.status_code == 200
    assert [shown for _key, shown, _href in _numbers(page)] == [ru("no data")] * 6
    assert "Тема 0" in words_of(page), "who waits longest is asked for by itself"
    assert '<svg class="plot"' in text_of(page)


@pytest.mark.usefixtures("five")
def test_who_has_how_much(people: make.Cast) -> None:
    """Their open and overdue ones, the mark of what they may have, until when they work; nobody last."""
    gives(people, people.it, max_load=8)
    set_shares(people.lead, people.it, {people.teammate.agent_id or 0: Share(100, 4)})
    away(people.teammate)
    page = visitor(people.lead).get(BOARD)
    words = words_of(page)
    assert "1 просрочена" in words
    assert ru("on vacation") in words
    assert ru("free") in words
    assert ru("the mark is the most one may have") in words
    bars = re.findall(r'<svg class="gauge".*?</svg>', text_of(page), re.S)
    assert [bar.count("gauge__most") for bar in bars] == [1, 1, 1, 0], "nobody may have any number"
    rows = re.findall(r'class="clip lk" href="([^"]+)"[^>]*>([^<]+)<', text_of(page))
    assert rows[-1][1] == ru("Nobody")
    assert rows[-1][0].endswith("assignee=none")


@pytest.mark.usefixtures("five")
def test_the_radar_is_the_leads(people: make.Cast) -> None:
    """With a look at who could make it, giving from the board comes back to it."""
    row = make.ticket(people.client, "Не успеем", team=people.it, assignee=people.agent)
    high = next(one for one in catalogue().priorities.values() if one.code == "high")
    for _one in range(6):
        urgent = make.ticket(people.client, team=people.it, assignee=people.agent)
        commands.edit(people.lead, urgent, commands.Edit(priority=high))
    commands.plan_resolution(people.lead, row, clock.now() + 3 * HOUR)
    assert "board-radar" not in ids(visitor(people.agent).get(BOARD))
    lead = visitor(people.lead)
    page = lead.get(BOARD)
    assert "board-radar" in ids(page)
    move = re.search(rf'name="move" value="({row.number}\|[^"]+)"', text_of(page))
    assert move is not None
    sent = lead.post(f"/desk/radar?team={people.it.code}", {"move": move[1], "board": ""})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{BOARD}?")
    row.refresh_from_db()
    assert row.assignee_id != people.agent.agent_id
    assert f'value="{row.number}|' not in text_of(lead.get(BOARD)), "what was kept of the radar is forgotten"


@pytest.mark.usefixtures("five")
def test_its_address_is_its_state(people: make.Cast) -> None:
    """The month as a table, the big screen, the parts for a script; every choice keeps the others."""
    agent = visitor(people.agent)
    plain, table, screen = (agent.get(BOARD, asked) for asked in ({}, {"days": "table"}, {"tv": "1"}))
    assert '<svg class="plot"' in text_of(plain)
    assert '<svg class="plot"' not in text_of(table)
    assert len(re.findall(r'<th scope="row">', text_of(table))) == 31
    assert "data-tv" in text_of(screen)
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in text_of(screen)
    assert "days=table&amp;tv=1" in text_of(agent.get(BOARD, {"tv": "1"})), (
        "leads on to the table on the screen"
    )
    parts = visitor(people.agent, script=True).get(BOARD, {"team": people.it.code})
    assert "<main" not in text_of(parts)
    assert {"board-moment", "board-six", "board-waits", "board-load", "board-daily"} <= set(ids(parts))
    assert 'data-title="Пульт: 5 открытых, 1 просрочена"' in text_of(parts)


def test_as_many_queries_for_one_as_for_many(people: make.Cast) -> None:
    """Also with the radar on it."""
    counted = []
    for number in (1, 12):
        for _ticket in range(number):
            row = make.ticket(people.client, team=people.it, assignee=people.agent)
            commands.plan_resolution(people.lead, row, clock.now() + HOUR)
        lead = visitor(people.lead)
        lead.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            lead.get(BOARD)
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.usefixtures("five")
def test_the_same_by_the_api(people: make.Cast) -> None:
    answer = program(people.agent).get("/reports/board")
    assert answer.status == 200
    names = ("scope", "open", "waiting", "overdue", "due_today", "unassigned", "postponed", "back_today")
    assert [answer.body[name] for name in names] == [people.it.code, 5, 4, 1, 1, 1, 1, 1]
    assert [(one["open"], one["overdue"]) for one in answer.body["load"]] == [(4, 1), (1, 0)]
    assert [one["subject"] for one in answer.body["longest_waiting"]] == [
        "Тема 0",
        "Тема 1",
        "Тема 2",
        "Тема 4",
    ]
    assert (len(answer.body["days"]), answer.body["days"][-1]["created"]) == (30, 5)
    assert program(people.agent).get("/reports/board", team=people.hr.code).problem == "not-found"
    assert program(people.client).get("/reports/board").problem == "denied"
