"""The board in a browser: by keys, by itself while others work, on a big screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import has_no_sideways_scroll, open_list
from tests.support.accessibility import show
from tests.support.browser import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
BOARD = "/desk/board"


def _number(page: Page, key: int) -> str:
    return str(page.locator(f'.six__i[data-key="{key}"] b').inner_text()).strip()


def test_it_is_kept_up_to_date_and_led_by_keys(people: make.Cast, signed_in: SignedIn) -> None:
    """What others do is counted without loading anew; a part in use keeps still; keys lead to it and on."""
    ticket = make.ticket(people.client, "Первая", team=people.it)
    page = signed_in(people.agent)
    open_list(page)
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile(f"{BOARD}$"))
    expect(page.locator("[data-live-dot]")).to_have_attribute("data-state", "live")
    assert _number(page, 1) == "1"
    page.evaluate("window.untouched = true")
    page.locator(".waits a").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    make.ticket(people.client, "Вторая", team=people.it)
    expect(page.locator('.six__i[data-key="1"] b')).to_have_text("2", timeout=20_000)
    expect(page.locator(".waits li")).to_have_count(1)
    expect(page.locator(".waits a")).to_be_focused()
    page.locator(".waits a").blur()
    expect(page.locator(".waits li")).to_have_count(2)
    expect(page).to_have_title(re.compile("2 открытые"))
    make.reply(people.teammate, ticket, "Готово", status="resolved")
    page.keyboard.press("r")
    assert page.evaluate("window.untouched") is True
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile("quick=waiting"))


def test_on_a_big_screen_and_on_a_phone(people: make.Cast, signed_in: SignedIn) -> None:
    """Nothing beside it, half as big again, asked anew each half minute; by two on a phone."""
    make.ticket(people.client, "Первая", team=people.it)
    page = signed_in(people.agent)
    page.clock.install()
    page.goto(f"{BOARD}?tv=1")
    expect(page.locator(".side")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    with page.expect_response(lambda answer: BOARD in answer.url):
        page.clock.fast_forward(31_000)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(rf"{BOARD}\?$"))
    show(page, NARROW, "light")
    tops = page.locator(".six__i").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 3
    assert has_no_sideways_scroll(page)
    part = page.locator(".daily")
    expect(part).not_to_be_in_viewport(ratio=1)
    page.locator(".scroll").hover()
    page.mouse.wheel(0, 4000)
    expect(page.locator(".daily__plot")).to_be_in_viewport(ratio=0.5)
