"""Lists of the settings are put into order by dragging, by mouse and by finger; the arrows stay."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from otklik.automation.routing_shape import ROUTING_RULE
from otklik.people.commands import set_up
from otklik.people.models import Team
from otklik.tickets.commands import ViewValues, save_view
from otklik.tickets.queries.saved_views import saved_views
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


def test_by_arrows(people: make.Cast, signed_in: SignedIn) -> None:
    """The page is not left: focus stays on the arrow, at an end on the other one; each press is kept."""
    page = signed_in(people.admin)
    page.goto("/settings/teams")
    before = names(page)
    page.locator(".thing [name=down]").first.focus()
    for place in range(1, len(before)):
        with page.expect_response("**/order"):
            page.keyboard.press("Enter")
        expect(page.locator(".things .thing a").nth(place)).to_have_text(before[0])
        expect(page.locator(".thing").nth(place).locator("[name=up]")).to_be_enabled()
        name = "down" if place < len(before) - 1 else "up"
        expect(page.locator(".thing").nth(place).locator(f"[name={name}]")).to_be_focused()
    assert stored() == [*before[1:], before[0]]


def test_a_rule_says_anew_that_its_turn_comes(people: make.Cast, signed_in: SignedIn) -> None:
    """A rule below one for every ticket is never asked; moved above it, it is, and the list says so."""
    set_up(people.admin, ROUTING_RULE, {"name": {"ru": "Все"}, "team": people.hr.pk})
    set_up(people.admin, ROUTING_RULE, {"name": {"ru": "Касса"}, "team": people.it.pk})
    page = signed_in(people.admin)
    page.goto("/settings/routing")
    expect(page.locator(".rule:has-text('Касса') .rule__err")).to_be_visible()
    page.locator(".rule:has-text('Касса') [name=up]").click()
    expect(page.locator(".rule").first).to_contain_text("Касса")
    expect(page.locator(".rule").first.locator(".rule__err")).to_have_count(0)


def test_views_at_the_side(people: make.Cast, signed_in: SignedIn) -> None:
    """One's own side is put into order in the same way."""
    for name in ("Первое", "Второе"):
        save_view(people.agent, ViewValues({"ru": name}, "all", {"assignee": "me"}))
    page = signed_in(people.agent)
    page.goto("/desk/views")
    with page.expect_response("**/order"):
        page.locator("tbody [name=down]").first.click()
    expect(page.locator("tbody tr").last).to_contain_text("Первое")
    expect(page.locator("tbody tr").last.locator("[name=up]")).to_be_focused()
    assert [str(view.name) for view in saved_views(people.agent)] == ["Второе", "Первое"]


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
