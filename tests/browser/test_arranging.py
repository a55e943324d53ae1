"""Lists of the settings are put into order by dragging, by mouse and by finger; the arrows stay."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from otklik.people.models import Team
from tests import make
from tests.browser.conftest import SignedIn
from tests.support.browser import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


def names(page: Page) -> list[str]:
    """The rows as they stand."""
    return page.locator(".things .thing a").all_inner_texts()


def stored() -> list[str]:
    """The teams as they are kept."""
    return [str(team.name) for team in Team.objects.order_by("position", "id")]


def middle(page: Page, selector: str) -> tuple[float, float]:
    """The middle of an element in the window."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_by_mouse(people: make.Cast, signed_in: SignedIn) -> None:
    """The first row below the last; it stands after a reload. Escape leaves everything as it was."""
    page = signed_in(people.admin)
    page.goto("/settings/teams")
    before = names(page)
    for key, wanted in (("Escape", before), ("", [*before[1:], before[0]])):
        page.mouse.move(*middle(page, ".thing:first-child .grip"))
        page.mouse.down()
        end = middle(page, ".thing:last-child .grip")
        page.mouse.move(end[0], end[1] + 30, steps=6)
        expect(page.locator(".thing:last-child a")).to_have_text(before[0])
        if key:
            page.keyboard.press(key)
        page.mouse.up()
        expect(page.locator(".things .thing a")).to_have_text(wanted)
    expect(page.locator("[data-toast]")).to_be_visible()
    expect(page.locator(".thing:first-child [name=up]")).to_be_disabled()
    page.reload()
    assert names(page) == [*before[1:], before[0]] == stored()


def test_by_finger(people: make.Cast, signed_in: SignedIn) -> None:
    """On a phone the grip drags."""
    page = signed_in(people.admin, size=NARROW)
    page.goto("/settings/teams")
    before = names(page)
    x, y = middle(page, ".thing:first-child .grip")
    end = middle(page, ".thing:last-child .grip")
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in (0.3, 0.7, 1, 1.2):
        point = {"x": x, "y": y + (end[1] - y) * part}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    expect(page.locator(".thing:last-child a")).to_have_text(before[0])
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("[data-toast]")).to_be_visible()
    assert stored() == [*before[1:], before[0]]
