"""Small changes from list and card: what comes back with scripts and without, and what is refused."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.models import Observer, Ticket, TicketReader
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ids, rows_of, ru, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, rows, unchanged

MOSCOW = ZoneInfo("Europe/Moscow")
STALE = "Somebody changed this ticket meanwhile. Look at the new state and repeat."


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def _at(ticket: Ticket, noun: str, *, listed: bool = False) -> str:
    return f"/desk/tickets/{ticket.number}/{noun}" + ("?from=list&view=all" if listed else "")


def _mine(people: make.Cast) -> str:
    return f"agent:{make.agent_of(people.agent).uid}"


def test_a_status_from_the_card(people: make.Cast, ticket: Ticket) -> None:
    """With scripts: the facts, each with its id. Without: back to the card."""
    post = {"status": "in_progress", "version": str(ticket.version)}
    answer = visitor(people.agent, script=True).post(_at(ticket, "status"), post)
    assert answer.status_code == 200
    assert {"facts", "sec-due", "sec-client", "sec-about"} <= set(ids(answer))
    assert "composer" not in ids(answer)
    ticket.refresh_from_db()
    assert f'value="{ticket.version}"' in text_of(answer)
    plain = visitor(people.agent).post(_at(ticket, "status"), {"status": "on_hold"})
    assert (plain.status_code, plain.headers["Location"]) == (302, f"/desk/tickets/{ticket.number}")
    assert Ticket.objects.get().status.code == "on_hold"


def test_a_status_from_the_list(people: make.Cast, ticket: Ticket) -> None:
    """The fresh row alone, while it belongs to the list; else a row that says it has left."""
    agent = visitor(people.agent, script=True)
    answer = agent.post(_at(ticket, "status", listed=True), {"status": "in_progress"})
    assert rows_of(answer) == [ticket.number]
    assert text_of(answer).strip().startswith("<tr")
    gone = agent.post(_at(ticket, "status", listed=True), {"status": "resolved"})
    assert rows_of(gone) == [ticket.number]
    assert ru("Ticket %(number)s is no longer in this list.", number=ticket.number) in words_of(gone)


def test_a_stale_page_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """409 for every kind of change; without scripts the card, which says so."""
    stale = str(ticket.version)
    make.note(people.teammate, ticket)
    script, plain = visitor(people.agent, script=True), visitor(people.agent)
    plain.get(f"/desk/tickets/{ticket.number}")
    with unchanged():
        for noun, post in (
            ("status", {"status": "resolved"}),
            ("assignment", {"assignee": _mine(people)}),
            ("assignment", {"assignee": "team:hr"}),
            ("priority", {"priority": "high"}),
        ):
            answer = script.post(_at(ticket, noun), {**post, "version": stale})
            assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")
            assert answer.json()["detail"] == ru(STALE)
            page = plain.post(_at(ticket, noun), {**post, "version": stale}, follow=True)
            assert ru(STALE) in words_of(page)
            assert "data-composer" in text_of(page)
    commands.take(people.teammate, ticket)
    with unchanged():
        assert script.post(_at(ticket, "assignment"), {"assignee": "", "version": stale}).status_code == 409


def test_what_cannot_be_done_is_said(people: make.Cast, ticket: Ticket) -> None:
    """With the status that means it, and the sentence; nothing changes."""
    reader = make.actor_of(make.employee("Читатель", teams=[people.hr]))
    commands.observe(people.agent, ticket, team_id=people.hr.pk)
    commands.assign(SYSTEM, ticket, agent_id=None, team_id=people.hr.pk)
    commands.assign(SYSTEM, ticket, agent_id=None, team_id=people.it.pk)
    commands.observe(people.agent, ticket, team_id=people.hr.pk, following=False)
    script, denied = visitor(people.agent, script=True), visitor(reader, script=True)
    with unchanged():
        for noun, post, status in (
            ("status", {"status": "nonsense"}, 422),
            ("status", {"status": "new"}, 409),
            ("status", {"status": "postponed", "until": "yesterday"}, 422),
            ("status", {"status": "postponed", "until": "2020-01-01 09:00"}, 422),
            ("status", {}, 422),
            ("assignment", {"assignee": "agent:nonsense"}, 422),
            ("assignment", {"assignee": "team:nonsense"}, 422),
            ("assignment", {"assignee": "nonsense"}, 422),
            ("priority", {"priority": "nonsense"}, 422),
            ("observation", {"observer": "team:nonsense", "following": "1"}, 422),
        ):
            answer = script.post(_at(ticket, noun), post)
            assert (noun, post, answer.status_code) == (noun, post, status)
            assert answer.json()["detail"]
        assert denied.post(_at(ticket, "status"), {"status": "resolved"}).status_code == 403
    strange = script.post(_at(ticket, "status"), {"status": "on_hold", "version": "²"})
    assert strange.status_code == 200


def test_assignment(people: make.Cast, ticket: Ticket) -> None:
    """Oneself is taking, nobody is giving back, others are assigned; one event each."""
    agent = visitor(people.agent)
    teammate = make.agent_of(people.teammate)
    for value, kind, assignee, team in (
        (_mine(people), "ticket.taken", people.agent.agent_id, people.it.pk),
        ("", "ticket.released", None, people.it.pk),
        (f"agent:{teammate.uid}", "ticket.assigned", teammate.pk, people.it.pk),
        ("team:hr", "ticket.assigned", None, people.hr.pk),
    ):
        with recorded() as events:
            answer = agent.post(_at(ticket, "assignment"), {"assignee": value})
        assert (answer.status_code, kinds(events)) == (302, [kind])
        row = Ticket.objects.get()
        assert (row.assignee_id, row.team_id) == (assignee, team)


@pytest.mark.parametrize(
    ("until", "local"),
    [
        ("today", datetime(2026, 11, 17, 13, 0, tzinfo=MOSCOW)),
        ("tomorrow", datetime(2026, 11, 18, 9, 0, tzinfo=MOSCOW)),
        ("monday", datetime(2026, 11, 23, 9, 0, tzinfo=MOSCOW)),
        ("2026-12-01T15:30", datetime(2026, 12, 1, 15, 30, tzinfo=MOSCOW)),
    ],
)
def test_postponing(people: make.Cast, ticket: Ticket, until: str, local: datetime) -> None:
    """By name or by hand, in the agent's zone; it is Tuesday, 10:00 in Moscow."""
    visitor(people.agent).post(
        _at(ticket, "status"), {"status": "postponed", "until": until, "why": "клиент в отъезде"}
    )
    row = Ticket.objects.get()
    assert (row.postponed_until, row.postponed_why) == (local, "клиент в отъезде")


def test_watching(people: make.Cast, ticket: Ticket) -> None:
    """Oneself, somebody else, a team; twice changes nothing."""
    agent = visitor(people.agent, script=True)
    for observer in ("", f"agent:{make.agent_of(people.outsider).uid}", "team:hr"):
        assert (
            agent.post(_at(ticket, "observation"), {"observer": observer, "following": "1"}).status_code
            == 200
        )
    assert set(Observer.objects.values_list("agent_id", "team_id")) == {
        (people.agent.agent_id, None),
        (people.outsider.agent_id, None),
        (None, people.hr.pk),
    }
    with unchanged():
        agent.post(_at(ticket, "observation"), {"following": "1"})
    agent.post(_at(ticket, "observation"), {"following": "0"})
    assert rows(Observer) == 2


def test_many_at_once(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """What fits is done, what is refused is counted and said, foreign numbers stay as they are."""
    other, closed = (make.ticket(people.client, team=people.it) for _ in range(2))
    foreign = make.ticket(people.stranger, team=people.hr)
    commands.set_status(SYSTEM, closed, "closed")
    numbers = [ticket.number, other.number, closed.number, foreign.number, "INC0"]
    plain = visitor(people.agent)
    answer = plain.post("/desk/tickets/bulk?view=all", {"number": numbers, "status": "in_progress"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/tickets?view=all")
    assert "2 заявки" in words_of(plain.get(answer.headers["Location"]))
    codes = {t.number: t.status.code for t in Ticket.objects.select_related("status")}
    assert [codes[n] for n in numbers[:4]] == ["in_progress", "in_progress", "closed", "assigned"]
    script = visitor(people.agent, script=True)
    answer = script.post("/desk/tickets/bulk?view=all", {"number": numbers[:3], "assignee": _mine(people)})
    assert set(rows_of(answer)) == {ticket.number, other.number}
    trigger = answer.headers["HX-Trigger"].encode("ascii").decode("unicode_escape")
    assert "2 заявки" in trigger
    assert closed.number in trigger
    answer = script.post("/desk/tickets/bulk", {"number": numbers[:2], "until": "tomorrow"})
    assert set(rows_of(answer)) == {ticket.number, other.number}
    assert rows(Ticket, postponed_until=frozen_clock.now + timedelta(hours=23)) == 2


def test_many_of_nothing(people: make.Cast, ticket: Ticket) -> None:
    """No action, too many tickets, an action there is not."""
    script = visitor(people.agent, script=True)
    with unchanged():
        assert script.post("/desk/tickets/bulk", {"number": ticket.number}).status_code == 422
        many = script.post("/desk/tickets/bulk", {"number": ["INC1"] * 201, "status": "resolved"})
        assert many.status_code == 422
        refused = script.post("/desk/tickets/bulk", {"number": ticket.number, "status": "postponed"})
        assert refused.status_code == 422


def test_a_forged_form_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Without the page's token nothing is posted."""
    forged = visitor(people.agent, csrf=True)
    with unchanged():
        assert forged.post(_at(ticket, "status"), {"status": "resolved"}).status_code == 403


def test_a_move_to_another_team_says_who_reads_on(people: make.Cast, ticket: Ticket) -> None:
    """Teams stand before people in the box; the present one is said to keep reading, before and after."""
    card = text_of(visitor(people.dispatcher).get(f"/desk/tickets/{ticket.number}"))
    box = card[card.index('id="lb-who"') :]
    assert box.index('value="team:hr"') < box.index(f'value="{_mine(people)}"')
    assert ru("Teams; the present one keeps reading the ticket") in words_of(
        visitor(people.dispatcher).get(f"/desk/tickets/{ticket.number}")
    )
    moved = visitor(people.dispatcher, script=True).post(_at(ticket, "assignment"), {"assignee": "team:hr"})
    said = json.loads(moved.headers["HX-Trigger"])["toast"]["text"]
    assert said == "Теперь заявка у группы: «Группа hr». Видеть её продолжит «Группа it»."
    assert TicketReader.objects.filter(ticket=ticket, team=people.it).exists()
    again = visitor(people.dispatcher, script=True).post(_at(ticket, "assignment"), {"assignee": "team:hr"})
    assert "HX-Trigger" not in again.headers
