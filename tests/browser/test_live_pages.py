"""Open pages while others work: what happens appears by itself, where it belongs and only there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import open_card, open_list, row, says

pytestmark = pytest.mark.browser
UNTOUCHED = "window.untouched = true"
"""Left in the page: gone when it is loaded anew."""


def test_a_new_ticket_comes_into_the_list(people: make.Cast, signed_in: SignedIn) -> None:
    """Into an empty one, too; a ticket of another team does not, and nothing is loaded anew."""
    page = signed_in(people.agent)
    open_list(page)
    page.evaluate(UNTOUCHED)
    foreign = make.ticket(people.stranger, "Чужая группа", team=people.hr)
    first = make.ticket(people.client, "Первая", team=people.it)
    expect(row(page, first.number)).to_contain_text("Первая")
    expect(page.locator(".empty")).to_have_count(0)
    second = make.ticket(people.colleague, "Вторая", team=people.it)
    expect(row(page, second.number)).to_contain_text("Мария Соседова")
    expect(row(page, foreign.number)).to_have_count(0)
    expect(page.locator('h1 [data-count="total"]')).to_have_text("2")
    assert page.evaluate("window.untouched") is True


def test_who_works_in_the_list_is_not_disturbed(people: make.Cast, signed_in: SignedIn) -> None:
    """With a cursor in it the list keeps its rows where they are and offers the new ones."""
    ticket = make.ticket(people.client, "Под курсором", team=people.it)
    page = signed_in(people.agent)
    open_list(page)
    page.keyboard.press("j")
    expect(row(page, ticket.number)).to_have_class(re.compile("row--cursor"))
    fresh = make.ticket(people.client, "Новая", team=people.it)
    button = page.locator("[data-fresh]")
    expect(button).to_contain_text("1 новая")
    expect(row(page, fresh.number)).to_have_count(0)
    button.click()
    expect(row(page, fresh.number)).to_be_visible()
    expect(button).to_be_hidden()


def test_a_row_follows_its_ticket(people: make.Cast, signed_in: SignedIn) -> None:
    """What a colleague does is seen in its row; one that is completed fades in its place."""
    ticket = make.ticket(people.client, "Меняется", team=people.it)
    page = signed_in(people.agent)
    open_list(page)
    make.reply(people.teammate, ticket, "Смотрю")
    expect(row(page, ticket.number)).to_contain_text("П. Орлов")
    make.reply(people.teammate, ticket, "Готово", status="resolved")
    expect(row(page, ticket.number)).to_have_class(re.compile("row--left"))


def test_a_message_comes_onto_the_open_card(people: make.Cast, signed_in: SignedIn) -> None:
    """Once each, with the facts; whoever reads further up is told and not moved."""
    ticket = make.ticket(people.client, "Разговор", "Вопрос", team=people.it)
    for number in range(12):
        make.message(people.client, ticket, f"Строка {number}\n" * 6)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    page.evaluate(UNTOUCHED)
    make.message(people.client, ticket, "Пришло само")
    expect(says(page, "Пришло само")).to_be_in_viewport()
    make.note(people.teammate, ticket, "Заметка коллеги")
    expect(says(page, "Заметка коллеги")).to_have_count(1)
    expect(says(page, "Пришло само")).to_have_count(1)

    talk = page.locator("[data-talk]")
    talk.evaluate("talk => { talk.scrollTop = 0 }")
    make.message(people.client, ticket, "Внизу")
    expect(page.locator("[data-below]")).to_be_visible()
    expect(says(page, "Внизу")).not_to_be_in_viewport()
    assert talk.evaluate("talk => talk.scrollTop") == 0
    page.locator("[data-below]").click()
    expect(says(page, "Внизу")).to_be_in_viewport()
    assert page.evaluate("window.untouched") is True


def test_a_client_sees_the_answer_come(people: make.Cast, signed_in: SignedIn) -> None:
    """The answer and how the request stands, without a note and without touching what is being written."""
    ticket = make.ticket(people.client, "Жду ответа", "Вопрос", team=people.it)
    page = signed_in(people.client)
    with page.expect_response("**/live/**"):
        page.goto(f"/requests/{ticket.number}")
    page.locator("#answer").fill("Пишу дальше")
    make.note(people.agent, ticket, "Тайное")
    make.reply(people.agent, ticket, "Сделали", status="resolved")
    expect(page.locator(".say", has_text="Сделали")).to_be_visible()
    expect(page.locator("#standing")).to_contain_text("Выполнена")
    expect(page.locator("#answer")).to_have_value("Пишу дальше")
    expect(page.get_by_text("Тайное")).to_have_count(0)
