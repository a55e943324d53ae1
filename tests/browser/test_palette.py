"""The palette by keys alone: it opens anywhere, takes every letter, and does what the page would do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import assignee, card_is_open, open_card, open_list, row

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


def typed(page: Page, words: str) -> None:
    """Open the palette and type at once, as people do; the list is there when this returns."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    expect(page.get_by_role("combobox")).to_have_value(words)


def test_finding_in_the_wrong_layout_and_opening(people: make.Cast, signed_in: SignedIn) -> None:
    ticket = make.ticket(people.client, "Касса не видит сканер", team=people.it)
    page = signed_in(people.agent)
    open_list(page)
    typed(page, "rfccf")
    expect(page.get_by_role("option").first).to_contain_text("Касса не видит сканер")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("dialog")).to_contain_text("«касса»")
    page.keyboard.press("Enter")
    card_is_open(page, ticket.number)
    page.goto("/desk/clients/")
    typed(page, "")
    expect(page.get_by_role("group", name="Открывали недавно")).to_contain_text("Касса не видит сканер")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_enter_waits_for_what_was_typed(people: make.Cast, signed_in: SignedIn) -> None:
    """However slow the answer is, and whatever was listed before it."""
    make.ticket(people.client, "Открытая раньше", team=people.it)
    ticket = make.ticket(people.client, "Касса не видит сканер", team=people.it)
    page = signed_in(people.agent)
    open_list(page)
    typed(page, "")
    late: list[Route] = []
    page.route(lambda url: f"q={ticket.number}" in url, lambda route: late.append(route))
    with page.expect_request(lambda request: f"q={ticket.number}" in request.url):
        page.keyboard.type(ticket.number)
    page.keyboard.press("Enter")
    for route in late:
        route.continue_()
    card_is_open(page, ticket.number)


def test_commands_on_a_card(people: make.Cast, signed_in: SignedIn) -> None:
    ticket = make.ticket(people.client, "Касса не видит сканер", team=people.it)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    typed(page, "назначить орлову")
    expect(page.get_by_role("option").first).to_contain_text("Назначить: Пётр Орлов")
    page.keyboard.press("Enter")
    expect(assignee(page)).to_contain_text("Пётр Орлов")
    typed(page, "jnkj;bnm lj gjytltkmybrf")  # «отложить до понедельника»
    expect(page.get_by_role("option").first).to_contain_text("Отложить до понедельника")
    page.keyboard.press("Enter")
    expect(page.locator("#facts")).to_contain_text("Отложена")
    ticket.refresh_from_db()
    assert ticket.postponed_until is not None
    assert ticket.postponed_until.weekday() == 0


def test_commands_on_ticked_rows(people: make.Cast, signed_in: SignedIn) -> None:
    tickets = [make.ticket(people.client, f"Заявка {n}", team=people.it) for n in range(2)]
    page = signed_in(people.agent)
    open_list(page)
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    typed(page, "взять")
    expect(page.get_by_role("option").first).to_contain_text("Взять себе")
    page.keyboard.press("Enter")
    for ticket in tickets:
        expect(row(page, ticket.number).locator(".c-who")).to_contain_text("Е. Белова")
