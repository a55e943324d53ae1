"""What several tests do on the same pages."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def open_list(page: Page, address: str = "/desk/tickets") -> None:
    """The list, when it hears of what others do."""
    page.goto(address)
    expect(page.locator("[data-live-dot]")).to_have_attribute("data-state", "live")


def open_card(page: Page, number: str) -> None:
    """The card, when it hears of what others do."""
    open_list(page, f"/desk/tickets/{number}")


def card_is_open(page: Page, number: str) -> None:
    """Wait until a link or a key has led to the card and its scripts have started."""
    expect(page).to_have_url(re.compile(rf"/desk/tickets/{number}(#.*)?$"))
    expect(page.locator("[data-live-dot]")).to_have_attribute("data-state", "live")


def assignee(page: Page) -> Locator:
    """The box of the card that says whose the ticket is."""
    return page.locator('#facts [popovertarget="lb-who"]')


def row(page: Page, number: str) -> Locator:
    """A ticket of the open list."""
    return page.locator(f"#row-{number}")


def says(page: Page, text: str) -> Locator:
    """The message of the open thread with these words."""
    return page.locator(".msg", has_text=text)


def reply_box(page: Page) -> Locator:
    """Where the answer to the client is written."""
    return page.locator('[data-text="reply"]')


def note_box(page: Page) -> Locator:
    """Where the note for colleagues is written."""
    return page.locator('[data-text="note"]')


def has_no_sideways_scroll(page: Page) -> bool:
    """Whether everything fits the width of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
