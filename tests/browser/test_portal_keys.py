"""A request from the catalogue to its registration, and its confirmation, by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from otklik.tickets.models import Ticket
from tests import make
from tests.browser.conftest import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
ENOUGH = 40


def _tab_to(page: Page, name: str) -> None:
    """Forward until this stands in focus; on a page with a trap it never does."""
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        if page.evaluate("name => document.activeElement.matches(name)", name):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_request_for_a_colleague(people: make.Cast, signed_in: SignedIn) -> None:
    """Every field is reached in its order, and the next page is reached without a mouse."""
    make.service("7", team=people.hr)
    page = signed_in(people.client)
    page.goto("/requests/new")
    _tab_to(page, "[href*='service=7']")
    page.keyboard.press("Enter")
    page.wait_for_url("**service=7")
    _tab_to(page, "[name=whom]")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "[name=colleague]")
    page.keyboard.type("соседова")
    _tab_to(page, "[name=subject]")
    page.keyboard.type("Справка")
    _tab_to(page, "[name=text]")
    page.keyboard.type("За 2026 год")
    _tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".got__n")).to_be_visible()
    assert Ticket.objects.get().contact_id == people.colleague.contact_id


def test_done_work_is_confirmed(people: make.Cast, signed_in: SignedIn) -> None:
    """A mark by the arrows, a word, and the main answer."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, status="resolved")
    page = signed_in(people.client)
    page.goto(f"/requests/{ticket.number}")
    _tab_to(page, "[name=value]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    _tab_to(page, "[name=comment]")
    page.keyboard.type("Быстро")
    _tab_to(page, "#rating button")
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("Вы поставили 4 из 5: Быстро")
    ticket.refresh_from_db()
    assert ticket.state == "closed"
