"""The palette: what it finds for whom, and what it offers to do where it was opened."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.automation.macros.own import write_own_macro
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import ru, text_of, visitor, words_of
from tests.support.writes import unchanged

PALETTE = "/desk/palette"


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, "Касса не видит сканер", team=people.it)


def value_of(actor: Actor) -> str:
    """What stands for an employee in the box of assignees."""
    return f"agent:{make.agent_of(actor).uid}"


def asked(actor: Actor, words: str, **about: str) -> str:
    """The answer, as markup."""
    answer = visitor(actor, script=True).get(PALETTE, {"q": words, **about})
    assert answer.status_code == 200
    return text_of(answer)


def said(actor: Actor, words: str, **about: str) -> str:
    """The answer, as words."""
    return words_of(visitor(actor, script=True).get(PALETTE, {"q": words, **about}))


def runs(actor: Actor, words: str, **about: str) -> list[dict[str, object]]:
    """What the commands found would post."""
    return [
        json.loads(unescape(run)) for run in re.findall(r'data-run="([^"]*)"', asked(actor, words, **about))
    ]


def test_it_finds_what_one_may_see(people: make.Cast, ticket: Ticket) -> None:
    digits = ticket.number.removeprefix("INC")
    for words in (ticket.number, digits, "кассы", "скан", "rfccf", "ШТС" + digits):
        assert f"/desk/tickets/{ticket.number}" in asked(people.agent, words), words
        assert f"/desk/tickets/{ticket.number}" not in asked(people.outsider, words), words
    assert "Иван Клиентов" in said(people.agent, "клиентов")
    assert "Иван Клиентов" not in said(people.outsider, "клиентов")
    assert "ООО «Бета»" not in said(people.agent, "бета")
    assert "ООО «Бета»" in said(people.dispatcher, "бета")


def test_the_other_layout_is_said(people: make.Cast, ticket: Ticket) -> None:
    assert "«касса»" in said(people.agent, "rfccf")
    assert "«rfccf»" not in said(people.agent, "касса")
    assert ru("Nothing found. Try fewer words, or only the beginning of a word.") in said(
        people.agent, "zzzzz"
    )


def test_it_leads_to_sections_and_to_settings_of_those_who_have_them(people: make.Cast) -> None:
    assert 'href="/desk/tickets?view=overdue"' in asked(people.agent, "просрочены")
    assert 'href="/desk/tickets/new"' in asked(people.agent, "новая заявка")
    assert "/settings/" not in asked(people.agent, "почтовые ящики")
    assert "/settings/" in asked(people.admin, "почтовые ящики")


def test_only_commands(people: make.Cast, ticket: Ticket) -> None:
    every = asked(people.agent, ">")
    assert "/desk/tickets/new" in every
    assert "?view=overdue" in every
    assert ticket.number not in asked(people.agent, "> касса")


def test_commands_of_the_open_ticket(people: make.Cast, ticket: Ticket) -> None:
    """In any form of the words, each to the address that the card itself uses."""
    card, about = f"/desk/tickets/{ticket.number}", {"ticket": ticket.number}
    (assign,) = runs(people.agent, "назначить Орлову", **about)
    assert assign == {"url": f"{card}/assignment", "name": "assignee", "value": value_of(people.teammate)}
    (later,) = runs(people.agent, "отложить до понедельника", **about)
    assert (later["url"], later["name"], later["value"]) == (f"{card}/status", "until", "monday")
    assert later["with"] == {"status": "postponed"}
    assert runs(people.agent, "взять", **about)[0]["value"] == value_of(people.agent)
    assert {run["name"] for run in runs(people.agent, "статус", **about)} == {"status"}
    assert [run["name"] for run in runs(people.agent, "приоритет высокий", **about)] == ["priority"]
    assert runs(people.agent, "приоритет высокий") == []
    answer = visitor(people.agent, script=True).post(str(assign["url"]), {"assignee": assign["value"]})
    assert answer.status_code == 200
    ticket.refresh_from_db()
    assert ticket.assignee_id == people.teammate.agent_id


def test_a_ticket_one_may_only_read_or_not_even_that(people: make.Cast, ticket: Ticket) -> None:
    assert runs(people.outsider, "взять", ticket=ticket.number) == []
    commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk)  # the former team reads on
    assert "/desk/tickets/" in asked(people.agent, ticket.number)
    assert runs(people.agent, "взять", ticket=ticket.number) == []
    assert ru("Write a note") in said(people.agent, "заметка", ticket=ticket.number)


def test_macros(people: make.Cast, ticket: Ticket) -> None:
    """By any word of their name, on a card only those that fit; on many through the look at what they do."""
    done = {"actions": [{"do": "status", "status": "resolved"}]}
    macro = write_own_macro(people.agent, {"name": {"ru": "Готово, закрываем"}, **done})
    (run,) = runs(people.agent, "закрываем", ticket=ticket.number)
    assert run == {"url": f"/desk/tickets/{ticket.number}/macros", "name": "macro", "value": str(macro.uid)}
    assert [run["url"] for run in runs(people.agent, "макрос готово", ticked="1")] == ["/desk/macros/run"]
    assert runs(people.teammate, "закрываем", ticket=ticket.number) == []


def test_commands_of_ticked_rows(people: make.Cast, ticket: Ticket) -> None:
    """They go by the form of the bar, which knows its own address."""
    (assign,) = runs(people.agent, "назначить орлову", ticked="1")
    assert assign == {"name": "assignee", "value": value_of(people.teammate)}
    assert runs(people.agent, "назначить орлову") == []


def test_what_was_opened_while_it_is_open_to_one(people: make.Cast, ticket: Ticket) -> None:
    contact, other = make.contact_of(people.client), make.ticket(people.client, "Второй", team=people.it)
    marks = f"t:{ticket.number},c:{contact.uid},o:{people.company.uid},t:INC999,x:1,o:nonsense,,t:"
    shown = said(people.agent, "", last=marks, often=f"t:{ticket.number},t:{other.number}")
    assert [shown.count(words) for words in ("Касса не видит", "ИК Иван", "ОА ООО «Альфа»", "Второй")] == [
        1
    ] * 4
    assert "Касса" not in said(people.outsider, "", last=marks)
    assert "Иван" not in said(people.outsider, "", last=marks)


def test_it_asks_the_same_number_of_questions_whatever_is_found(people: make.Cast, ticket: Ticket) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked_now:
            said(people.dispatcher, "касса", ticket=ticket.number)
        return len(asked_now)

    questions()
    one = questions()
    for n in range(8):
        make.ticket(people.client, f"Касса {n}", team=people.it)
    assert questions() == one


def test_strange_words_are_no_fault_and_looking_changes_nothing(people: make.Cast, ticket: Ticket) -> None:
    agent = visitor(people.agent, script=True)
    with unchanged():
        for words in ("'", '"', ">", "> >", "* OR (", "%", "🙂", "я" * 2000, "<b>", "-", "INC", "Ю", "№"):
            assert agent.get(PALETTE, {"q": words, "ticket": words}).status_code == 200, words
