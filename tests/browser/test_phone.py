"""The same work on a phone 390 pixels wide: everything is reached, nothing scrolls sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import (
    card_is_open,
    has_no_sideways_scroll,
    note_box,
    open_list,
    reply_box,
    row,
    says,
)
from tests.support.browser import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
LONG = "Очень-длинное-слово-без-единого-пробела-из-темы-письма-которое-никуда-не-помещается " * 2


def is_inside(page: Page, selector: str) -> bool:
    """Whether the element stands within the width of the window."""
    box = page.locator(selector).first.bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= NARROW[0]


def test_from_the_list_to_an_answer(people: make.Cast, signed_in: SignedIn) -> None:
    ticket = make.ticket(people.client, LONG, f"https://example.test/{'a' * 300}", team=people.it)
    make.ticket(people.client, "Вторая", team=people.it)
    page = signed_in(people.agent, size=NARROW)
    open_list(page)
    assert has_no_sideways_scroll(page)
    assert is_inside(page, f"#row-{ticket.number}")
    row(page, ticket.number).locator(".row__subj").click()
    card_is_open(page, ticket.number)
    assert has_no_sideways_scroll(page)
    assert is_inside(page, ".msg")
    page.get_by_role("button", name="Взять").click()
    expect(page.locator("#facts")).to_contain_text("В работе")
    reply_box(page).click()
    page.keyboard.type("Ответ с телефона")
    page.get_by_role("button", name="Отправить", exact=True).locator("visible=true").click()
    expect(says(page, "Ответ с телефона")).to_be_in_viewport()
    reply_box(page).click()  # what can be chosen unfolds, and stays under the finger
    page.locator('label:has([data-mode="note"])').click()
    note_box(page).fill("Заметка с телефона")
    page.get_by_role("button", name="Сохранить заметку").click()
    expect(says(page, "Заметка с телефона")).to_contain_text("клиент не видит")
    reply_box(page).click()
    page.keyboard.type("Готово с телефона")
    page.get_by_role("button", name="Отправить и выбрать статус").click()
    expect(page.locator("#send-menu")).to_be_in_viewport(ratio=1)
    page.locator('#send-menu .item[value="waiting_others"]').click()
    expect(page.locator("#facts")).to_contain_text("Ждём других")
    assert has_no_sideways_scroll(page)


def test_the_parts_of_a_card(people: make.Cast, signed_in: SignedIn) -> None:
    """One at a time: the conversation, or who asks and what it is about; boxes open within the window."""
    ticket = make.ticket(people.client, "Части", team=people.it)
    page = signed_in(people.agent, size=NARROW)
    page.goto(f"/desk/tickets/{ticket.number}")
    expect(page.locator("#panel")).to_be_hidden()
    page.locator('[data-card-tabs] [href="#panel"]').click()
    expect(page.locator("#panel")).to_contain_text("Иван Клиентов")
    expect(reply_box(page)).to_be_hidden()
    assert has_no_sideways_scroll(page)
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()
    expect(reply_box(page)).to_be_visible()
    page.locator('#facts [popovertarget="lb-status"]').click()
    expect(page.locator("#lb-status")).to_be_in_viewport(ratio=1)
    page.locator('#lb-status .item[value="in_progress"]').click()
    expect(page.locator("#facts")).to_contain_text("В работе")
    page.get_by_role("button", name="Ещё действия").click()
    expect(page.locator("#more")).to_be_in_viewport(ratio=1)


def test_the_way_about(people: make.Cast, signed_in: SignedIn) -> None:
    """Sections behind «More», filters behind their button; pages of every kind fit."""
    make.ticket(people.client, LONG, team=people.it)
    page = signed_in(people.agent, size=NARROW)
    page.goto("/desk/tickets")
    page.get_by_role("button", name="Ещё", exact=True).click()
    page.locator("#side").get_by_role("link", name="Клиенты").click()
    expect(page.locator("main")).to_contain_text("ООО «Альфа»")
    assert has_no_sideways_scroll(page)
    page.goto("/desk/tickets")
    page.get_by_role("link", name="Фильтр").locator("visible=true").click()
    expect(page.locator("#filter")).to_be_in_viewport(ratio=1)
    for address in ("/desk/tickets/new", "/desk/search?q=длинное", "/desk/profile"):
        page.goto(address)
        assert has_no_sideways_scroll(page), address


def test_the_portal(people: make.Cast, signed_in: SignedIn) -> None:
    ticket = make.ticket(people.client, LONG, f"https://example.test/{'b' * 300}", team=people.it)
    make.reply(people.agent, ticket, "Ответ " * 40)
    page = signed_in(people.client, size=NARROW)
    for address in ("/", f"/requests/{ticket.number}", "/requests/new", "/profile"):
        page.goto(address)
        assert has_no_sideways_scroll(page), address
    page.goto(f"/requests/{ticket.number}")
    page.locator("textarea").fill("Спасибо с телефона")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator(".say", has_text="Спасибо с телефона")).to_be_visible()
