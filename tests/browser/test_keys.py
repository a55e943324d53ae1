"""The desk without a mouse: walking, opening, answering, finding; and keys that are switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from otklik.people.commands import Preferences, set_preferences
from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import assignee, card_is_open, note_box, open_card, open_list, reply_box, row

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


def cursor(page: Page) -> str:
    """The number under the cursor of the list."""
    return str(page.locator(".row--cursor").get_attribute("data-number"))


def test_walking_opening_writing_and_going_back(people: make.Cast, signed_in: SignedIn) -> None:
    tickets = [make.ticket(people.client, f"Заявка {n}", team=people.it) for n in range(3)]
    page = signed_in(people.agent)
    open_list(page)
    numbers = page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.number)")
    assert sorted(numbers) == sorted(ticket.number for ticket in tickets)
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert cursor(page) == numbers[at]
    page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyJ', key: 'о', bubbles: true}))"
    )
    assert cursor(page) == numbers[2]  # the Russian layout: the place of the key counts
    page.keyboard.press("k")
    page.keyboard.press("i")
    expect(row(page, cursor(page)).locator(".c-who")).to_contain_text("Е. Белова")
    opened = cursor(page)
    page.keyboard.press("Enter")
    card_is_open(page, opened)
    expect(assignee(page)).to_contain_text("Елена Белова")
    page.keyboard.press("r")
    expect(reply_box(page)).to_be_focused()
    page.keyboard.type("rnjk остаются буквами")
    expect(reply_box(page)).to_have_value("rnjk остаются буквами")
    reply_box(page).evaluate("box => box.blur()")
    page.keyboard.press("n")
    expect(note_box(page)).to_be_focused()
    note_box(page).evaluate("box => box.blur()")
    page.keyboard.press("j")
    card_is_open(page, numbers[2])
    page.keyboard.press("k")
    card_is_open(page, opened)
    page.keyboard.press("u")
    expect(row(page, opened)).to_have_class("row row--turn row--cursor")


def test_finding(people: make.Cast, signed_in: SignedIn) -> None:
    ticket = make.ticket(people.client, "Найди меня", team=people.it)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(ticket.number)
    page.keyboard.press("Enter")
    card_is_open(page, ticket.number)
    page.goto("/desk/clients/")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("альфа")
    page.keyboard.press("Enter")
    expect(page.locator("tbody").first).to_contain_text("ООО «Альфа»")
    page.locator("[data-search]").evaluate("field => field.blur()")
    page.keyboard.press("Shift+Slash")
    expect(page.get_by_role("dialog")).to_contain_text("Клавиши на этой странице")
    page.goto("/desk/tickets/new")
    page.locator("#f-client").press_sequentially("Иван Кл")
    page.keyboard.press("Enter")  # before the list is there: it is asked for, the form stays
    expect(page.locator("#client-options")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[name=contact]")).to_have_value(str(make.contact_of(people.client).uid))


def test_keys_can_be_switched_off(people: make.Cast, signed_in: SignedIn) -> None:
    make.ticket(people.client, team=people.it)
    set_preferences(people.agent, Preferences(keys=False))
    page = signed_in(people.agent)
    open_list(page)
    page.keyboard.press("j")
    expect(page.locator(".row--cursor")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_several_at_once(people: make.Cast, signed_in: SignedIn) -> None:
    """X ticks, H postpones what is ticked; the list says what was done."""
    for number in range(3):
        make.ticket(people.client, f"Вместе {number}", team=people.it)
    page = signed_in(people.agent)
    open_list(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-selected]")).to_have_text("Выбраны 2")
    page.keyboard.press("h")
    page.locator("#bulk-later .item").nth(1).click()
    expect(page.locator(".flash")).to_contain_text("2")
    page.goto("/desk/tickets?view=postponed")
    expect(page.locator("[data-row]")).to_have_count(2)
