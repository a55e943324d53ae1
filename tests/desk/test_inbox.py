"""The inbox as a page: sections with their rows, putting aside and back, with scripts and without."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.core import clock
from otklik.core.models import Job
from otklik.people.actor import Actor
from otklik.surveys.commands import rate
from otklik.tickets import commands
from otklik.tickets.models import InboxDone, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import rows_of, ru, text_of, visitor, words_of
from tests.support.writes import unchanged

INBOX, ROWS, DONE = "/desk/inbox", "/desk/inbox/rows", "/desk/inbox/done"


@pytest.fixture
def two(people: make.Cast, frozen_clock: FrozenClock) -> tuple[Ticket, Ticket]:
    """One that waits for the lead's answer, and a new one of the team."""
    mine, free = (make.ticket(people.client, f"Тема {n}", team=people.it) for n in (1, 2))
    commands.assign(people.lead, mine, agent_id=people.lead.agent_id, team_id=people.it.pk)
    return mine, free


def test_it_is_the_first_page(people: make.Cast) -> None:
    answer = visitor(people.agent).get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, INBOX)
    assert ru("Nothing waits for you") in words_of(visitor(people.outsider).get(INBOX))


def test_sections_in_their_order(people: make.Cast, two: tuple[Ticket, Ticket]) -> None:
    mine, free = two
    judged = make.ticket(people.client, "Плохо", team=people.it)
    make.reply(people.agent, judged, status="resolved")
    rate(people.client, judged, 1)
    page = visitor(people.lead).get(INBOX)
    assert rows_of(page) == [mine.number, judged.number, free.number]
    words = words_of(page)
    places = [
        words.index(ru(title) + " 1")
        for title in ("The client waits for your answer", "Low ratings and complaints", "New in your teams")
    ]
    assert places == sorted(places)
    assert ru("rated %(rating)s of 5", rating=1) in words
    shown = re.findall(r'data-count="inbox"[^>]*>([^<]*)<', text_of(page))
    assert shown == ["2", "2"], "the side and the heading; what is new in the team is counted apart"


def test_rows_for_an_open_page(people: make.Cast, two: tuple[Ticket, Ticket]) -> None:
    mine, free = two
    lead = visitor(people.lead, script=True)
    asked = {"numbers": f"{mine.number},{free.number},INC999,"}
    assert rows_of(lead.get(ROWS, asked)) == [mine.number, free.number]
    assert rows_of(visitor(people.outsider, script=True).get(ROWS, asked)) == []
    status = f"/desk/tickets/{mine.number}/status?inbox=1&from=list"
    assert rows_of(lead.post(status, {"status": "on_hold"})) == [mine.number]
    assert "data-done" in text_of(lead.get(ROWS, asked))


def test_putting_aside_and_back(people: make.Cast, two: tuple[Ticket, Ticket]) -> None:
    mine, free = two
    lead = visitor(people.lead, script=True)
    answer = lead.post(DONE, {"number": [mine.number, free.number]})
    assert rows_of(answer) == [mine.number, free.number]
    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert rows_of(lead.get(INBOX)) == []
    back = lead.post(toast["undo"])
    assert rows_of(back) == [mine.number, free.number]
    plain = visitor(people.lead).post(DONE, {"number": mine.number})
    assert (plain.status_code, plain.headers["Location"]) == (302, INBOX)
    assert rows_of(visitor(people.lead).get(INBOX)) == [free.number]


def test_other_peoples_tickets_and_nothing_at_all(people: make.Cast, two: tuple[Ticket, Ticket]) -> None:
    outsider = visitor(people.outsider, script=True)
    with unchanged():
        outsider.post(DONE, {"number": two[0].number})
    assert visitor(people.lead, script=True).post(DONE, {}).status_code == 422
    many = [f"INC{n}" for n in range(101)]
    assert visitor(people.lead, script=True).post(DONE, {"number": many}).status_code == 422
    assert not InboxDone.objects.exists()


def test_reading_changes_nothing_and_costs_the_same(people: make.Cast, two: tuple[Ticket, Ticket]) -> None:
    lead = visitor(people.lead)
    lead.get(INBOX)
    with unchanged(), CaptureQueriesContext(connection) as few:
        lead.get(INBOX)
    for n in range(12):
        make.note(people.agent, make.ticket(people.client, f"Ещё {n}", team=people.it), "@Ольга Ведущая")
    with CaptureQueriesContext(connection) as many:
        assert len(rows_of(lead.get(INBOX))) == 14
    assert len(many) == len(few)


def test_administrators_are_told_of_what_was_given_up(people: make.Cast) -> None:
    """A line above the inbox that leads to the queue; nobody else sees it, and without any there is none."""
    assert "/settings/queue" not in _head(people.admin)
    now = clock.now()
    Job.objects.create(reaction="channels.deliver", lane="mail", run_at=now, created_at=now, dead_at=now)
    assert "/settings/queue" in _head(people.admin)
    assert "/settings/queue" not in _head(people.agent)


def _head(actor: Actor) -> str:
    page = text_of(visitor(actor).get(INBOX))
    return page[page.index("</header>") :]
