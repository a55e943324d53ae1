"""Chromium for tests, as Debian packages it, driven by Playwright."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
# Nothing it does by itself: no updates, reports, first-run pages, nor a container's small shared memory.
QUIET = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--disable-gpu",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-pings",
]
PATIENCE_MS = 30_000
"""For how long something may take to appear. Generous: it costs time only where it never does."""
WIDE = (1440, 900)
NARROW = (390, 844)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser inside the block."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitors:
    """Opens pages, each in a context of its own (its own cookies), and collects what went wrong in them."""

    browser: Browser
    base_url: str
    faults: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        *,
        size: tuple[int, int] = WIDE,
        locale: str = "ru-RU",
        color_scheme: Literal["light", "dark"] = "light",
        script: bool = True,
    ) -> Page:
        """A fresh page of a fresh visitor; paths given to `goto` are relative to the server."""
        context = self.browser.new_context(
            base_url=self.base_url,
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            color_scheme=color_scheme,
            java_script_enabled=script,
            timezone_id="Europe/Moscow",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", self._note_error)
        page.on("console", self._note_console)
        return page

    def forgive(self, words: str) -> None:
        """A fault the test has brought about itself: it must have happened, and counts no more."""
        others = [fault for fault in self.faults if words not in fault]
        assert len(others) < len(self.faults), f"no fault with {words!r} among {self.faults}"
        self.faults[:] = others

    def close(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()

    def _note_error(self, error: Error) -> None:
        self.faults.append(f"script error: {error}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")
