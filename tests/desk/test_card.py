"""The card as a page, its parts, and the form of its fields."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.models import Priority
from otklik.clients.models import Contact
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.commands import Edit, Incoming, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Seen, Ticket, TicketNumber
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, fields_of, ids, ru, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, rows, unchanged


@pytest.fixture
def ticket(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def _at(ticket: Ticket, part: str = "") -> str:
    return f"/desk/tickets/{ticket.number}{part}"


def test_what_it_shows(people: make.Cast, ticket: Ticket) -> None:
    """Subject, thread, client, facts, history in words; everything people typed is escaped."""
    make.reply(people.agent, ticket)
    note = make.note(people.teammate, ticket, "@Инна Кадрова <b>гляньте</b>")
    commands.edit(
        people.agent, ticket, Edit(subject="<i>Принтер</i>", priority=Priority.objects.get(code="high"))
    )
    page = visitor(people.agent).get(_at(ticket))
    assert page.status_code == 200
    words = words_of(page)
    for said in (
        "<i>Принтер</i>",
        "Печать стоит с утра",
        "Мастер уже едет.",
        "client@alpha.test",
        "ООО «Альфа»",
    ):
        assert said in words
    assert "Елена Белова" in words
    assert "Обычный → Высокий" in words
    assert "<i>Принтер</i>" not in text_of(page)
    assert "<b>гляньте</b>" not in text_of(page)
    assert {f"m-{note.pk}", f"m-{ticket.last_public_id}", "facts", "composer", "thread"} <= set(ids(page))


def test_opening_it_is_having_seen_it(people: make.Cast, ticket: Ticket) -> None:
    """By a person's GET; HEAD, a foreign ticket and a missing one change nothing."""
    agent, outsider = visitor(people.agent), visitor(people.outsider)
    with unchanged():
        assert agent.head(_at(ticket)).status_code == 200
        assert outsider.get(_at(ticket)).status_code == 404
        assert agent.get("/desk/tickets/INC999").status_code == 404
    agent.get(_at(ticket))
    assert rows(Seen, agent_id=people.agent.agent_id, message_id=ticket.last_message_id) == 1
    with unchanged():
        agent.get(_at(ticket))


def test_other_ways_to_its_number_lead_to_it(people: make.Cast, ticket: Ticket) -> None:
    """Small letters, an old number: redirected; to a foreign one nobody is."""
    TicketNumber.objects.create(number="OLD7", ticket=ticket)
    for number in (ticket.number.lower(), "old7", "OLD7"):
        answer = visitor(people.agent).get(f"/desk/tickets/{number}")
        assert (answer.status_code, answer.headers["Location"]) == (302, _at(ticket))
        assert visitor(people.outsider).get(f"/desk/tickets/{number}").status_code == 404


def test_as_many_queries_for_one_message_as_for_thirty(people: make.Cast, ticket: Ticket) -> None:
    """The whole page, with files, notes and history."""
    counts = []
    for more in (1, 29):
        for _ in range(more):
            make.reply(people.agent, ticket, files=[make.file(people.agent)])
            make.note(people.agent, ticket, files=[make.file(people.agent)])
        agent = visitor(people.agent)
        agent.get(_at(ticket))
        with CaptureQueriesContext(connection) as queries:
            assert agent.get(_at(ticket)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_parts_for_an_open_card(people: make.Cast, ticket: Ticket) -> None:
    """What came after a message; the facts; never the composer. A foreign card has no parts."""
    agent = visitor(people.agent, script=True)
    newer = make.message(people.client, ticket)
    after = agent.get(_at(ticket, "/thread"), {"after": str(ticket.last_message_id)})
    assert f"m-{newer.pk}" in ids(after)
    assert f"m-{ticket.last_message_id}" not in ids(after)
    assert rows(Seen, message_id=newer.pk) == 1
    facts = agent.get(_at(ticket, "/facts"))
    assert "facts" in ids(facts)
    for part in (after, facts):
        assert "composer" not in ids(part)
    for strange in ("x", "²", "-1", "9" * 30):
        assert agent.get(_at(ticket, "/thread"), {"after": strange, "before": strange}).status_code == 200
    outsider = visitor(people.outsider, script=True)
    for noun in ("/thread", "/facts", "/fields"):
        assert outsider.get(_at(ticket, noun)).status_code == 404


def test_unknown_senders_are_marked(people: make.Cast, ticket: Ticket) -> None:
    """MAIL-3: nobody takes them for the client."""
    commands.receive(SYSTEM, ticket, Incoming(from_text("Я тоже"), "Кто-то", "who@far.test"))
    said = ru("Unknown sender: this address belongs to no contact of the ticket.")
    assert said in words_of(visitor(people.agent).get(_at(ticket)))
    unlinked = commands.register(
        SYSTEM, Registration("Тема", from_text("x"), sender_email="a@far.test", team=people.it)
    )
    page = words_of(visitor(people.agent).get(_at(unlinked)))
    assert ru("This sender is not among the contacts.") in page


def test_what_one_may_not_do_is_not_offered(people: make.Cast, ticket: Ticket) -> None:
    """A reader's card has neither status nor assignee to choose; a closed one offers no change."""
    commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk)
    page = text_of(visitor(people.agent).get(_at(ticket)))
    for noun in ("status", "assignment", "priority"):
        assert f'action="{_at(ticket)}/{noun}"' not in page
    assert "reply_text" not in fields_of(visitor(people.agent).get(_at(ticket)))
    commands.set_status(SYSTEM, ticket, "closed")
    page = text_of(visitor(people.outsider).get(_at(ticket)))
    assert f'action="{_at(ticket)}/status"' not in page
    assert f'action="{_at(ticket)}/assignment"' not in page


def test_editing_the_fields(people: make.Cast, ticket: Ticket) -> None:
    """The form as the ticket stands; one event for what differs; nothing for nothing."""
    agent = visitor(people.agent)
    service = make.service("7")
    page = agent.get(_at(ticket, "/fields"))
    form = {name: field(page, name) for name in ("subject", "version", "client", "priority", "type")}
    assert (form["subject"], form["client"]) == (ticket.subject, "Иван Клиентов")
    with unchanged():
        assert agent.post(_at(ticket, "/fields"), form).status_code == 302
    changed = {**form, "subject": "Принтер молчит", "service": "7", "priority": "low"}
    with recorded() as events:
        answer = agent.post(_at(ticket, "/fields"), changed)
    assert (answer.status_code, answer.headers["Location"]) == (302, _at(ticket))
    assert kinds(events) == ["ticket.edited"]
    assert {row["field"] for row in events[0].changes} == {"subject", "service", "priority"}
    ticket.refresh_from_db()
    assert (ticket.subject, ticket.service) == ("Принтер молчит", service)


def test_a_stale_form_of_fields_shows_both(people: make.Cast, ticket: Ticket) -> None:
    """What stands now beside what was typed; sending again is a decision."""
    agent = visitor(people.agent)
    page = agent.get(_at(ticket, "/fields"))
    form = {name: field(page, name) for name in ("subject", "version", "client", "priority", "type")}
    commands.edit(people.teammate, ticket, Edit(subject="Сказал другой"))
    with unchanged():
        stale = agent.post(_at(ticket, "/fields"), {**form, "subject": "Сказал я"})
    assert stale.status_code == 409
    assert field(stale, "subject") == "Сказал я"
    assert "Сказал другой" in words_of(stale)
    again = {**form, "subject": "Сказал я", "version": field(stale, "version")}
    assert agent.post(_at(ticket, "/fields"), again).status_code == 302
    assert Ticket.objects.get().subject == "Сказал я"


def test_fields_that_cannot_be(people: make.Cast, ticket: Ticket) -> None:
    """An empty subject, nobody's name; a role that may not."""
    agent = visitor(people.agent)
    with unchanged():
        for change in (
            {"subject": " "},
            {"subject": "x", "client": "Никого Такого"},
            {"subject": "x", "contact": "x"},
        ):
            answer = agent.post(_at(ticket, "/fields"), change)
            assert answer.status_code == 422
            assert field(answer, "subject") == change["subject"].strip()
    commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk)
    with unchanged():
        assert agent.get(_at(ticket, "/fields")).status_code == 403
        assert agent.post(_at(ticket, "/fields"), {"subject": "x"}).status_code == 403


def test_the_composer_names_everybody_an_answer_goes_to(people: make.Cast) -> None:
    colleague = Contact.objects.get(pk=people.colleague.contact_id or 0)
    ordered = make.ticket(people.manager, team=people.it, contact=colleague)
    words = words_of(visitor(people.agent).get(f"/desk/tickets/{ordered.number}"))
    assert f"{colleague.name}, colleague@alpha.test; Борис Директоров, manager@alpha.test" in words
    nobody = make.ticket(people.agent, team=people.it)
    words = words_of(visitor(people.agent).get(f"/desk/tickets/{nobody.number}"))
    assert ru("Nobody gets a letter") in words
