"""Accessibility of every page in every variant: both languages, light and dark, wide and phone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from otklik.core import clock
from prove.databases import installation
from tests.support.accessibility import Violation, show, version, violations
from tests.support.browser import NARROW, WIDE, chromium
from tests.support.servers import Installation

RESULT = Path(__file__).parent / "results" / "axe.json"
EVERYBODYS = "demo-otklik"
"""The password of the demo data, printed on the sign-in page."""
LANGUAGES = ("ru", "en")
SIZES = {"1440": WIDE, "390": NARROW}


@dataclass(frozen=True)
class Look:
    """A page as it is looked at: its address, what is pressed before, and what then appears."""

    address: str
    state: str = ""
    press: Sequence[str] = ()
    appears: str = "main"


@dataclass
class Result:
    """What is written to the file."""

    at: str
    axe: str
    pages: int = 0
    variants: int = 0
    violations: list[dict[str, str]] = field(default_factory=list)


def run(_kills: int) -> bool:
    """Prove, print, write; whether no page breaks a rule."""
    result = Result(clock.now().isoformat(timespec="seconds"), version())
    with installation("sqlite") as environment, chromium() as browser:
        subprocess.run([sys.executable, "-m", "otklik.cli.main", "demo"], env=environment, check=True)
        home = Installation(Path(environment["OTKLIK_HOME"]), environment["OTKLIK_DATABASE_URL"])
        with home.worker(), home.serve() as server:
            for language in LANGUAGES:
                for person, looks in PEOPLE.items():
                    page = _signed_in(browser, server.url, person, language)
                    for look in looks(page):
                        _look_at(page, look, language, result)
                    page.context.close()
    RESULT.write_text(json.dumps(asdict(result), indent=1, ensure_ascii=False) + "\n")
    print(
        f"\n{result.pages} pages and states, {result.variants} variants: {len(result.violations)} violations"
    )
    for found in result.violations:
        print("  ", found["where"], found["rule"], found["target"], found["why"])
    return not result.violations


def _look_at(page: Page, look: Look, language: str, result: Result) -> None:
    result.pages += 1
    show(page, WIDE, "light")  # on a phone some keys have nothing to press
    page.goto(look.address)
    for key in look.press:
        page.keyboard.press(key)
    page.locator(look.appears).first.wait_for()
    for width, size in SIZES.items():
        for theme in ("light", "dark"):
            show(page, size, "light" if theme == "light" else "dark")
            result.variants += 1
            where = f"{look.address} {look.state} {language} {theme} {width}".replace("  ", " ")
            result.violations += [_line(where, found) for found in violations(page)]


def _line(where: str, found: Violation) -> dict[str, str]:
    return {"where": where, "rule": found["rule"], "target": found["target"], "why": found["why"]}


def _signed_in(browser: Browser, url: str, person: str, language: str) -> Page:
    """A page of this person in this language; nobody's stays at the door."""
    context = browser.new_context(base_url=url, locale=language, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/login")
    if person:
        page.fill("[name=login]", f"{person}@demo.test")
        page.fill("[name=password]", EVERYBODYS)
        page.press("[name=password]", "Enter")
        page.goto("/desk/profile" if person in ("admin", "agent") else "/profile")
        page.check(f"[name=language][value={language}]", force=True)
        page.click("main form [type=submit]")
    return page


def _administrator(page: Page) -> Iterator[Look]:
    """Every page of desk and settings, with the refusals."""
    page.goto("/desk/clients/?q=технопак")
    company = str(page.locator("tbody a").first.get_attribute("href"))
    page.goto(company)
    contact = str(page.locator(".people a").first.get_attribute("href"))
    page.goto("/settings/mail/outbox")
    letter = str(page.locator("tbody a").first.get_attribute("href"))
    card = _first_card(page)
    desk = (
        "tickets",
        "tickets?view=archive",
        "tickets?status=closed",
        "tickets/new",
        "board",
        "board?days=table&tv=1",
        "search",
        "search?q=принтер",
    )
    for address in (*desk, "clients/", "clients/?q=марина", "profile"):
        yield Look(f"/desk/{address}")
    for address in (company, contact, f"{card}/fields", f"{card}/thread?before=9999999", f"{card}#panel"):
        yield Look(address)
    for address in ("/settings/", "/settings/mail/outbox", letter, "/settings/queue", "/desk/tickets/INC0"):
        yield Look(address)


def _agent(page: Page) -> Iterator[Look]:
    """The list and the card in use: boxes, ticked rows, the note, the keys."""
    yield Look("/desk/tickets", "filter", ("f",), "#filter")
    yield Look("/desk/tickets", "ticked", ("j", "x", "j", "x"), "#bulk")
    yield Look("/desk/tickets", "keys", ("Shift+Slash",), "dialog[open]")
    card = _first_card(page)
    yield Look(card)
    for state, key, appears in (
        ("status", "s", "#lb-status"),
        ("priority", "p", "#lb-prio"),
        ("assignee", "a", "#lb-who"),
        ("postpone", "h", "#postpone"),
        ("note", "n", '[data-text="note"]'),
    ):
        yield Look(card, state, (key,), appears)
    yield Look("/settings/")


def _manager(page: Page) -> Iterator[Look]:
    """Every page of the portal."""
    page.goto("/company")
    request = str(page.locator(".rq__t").first.get_attribute("href"))
    for address in (
        "/",
        "/company",
        "/company?q=nothing",
        request,
        f"{request}?history=1",
        f"{request}?reopen=1",
        f"{request}/registered",
        "/?state=closed",
        "/requests/new",
        "/requests/new?q=1",
        "/requests/new?service=-",
        "/requests/new?service=254001",
        "/profile",
        "/requests/INC0",
    ):
        yield Look(address)


def _nobody(_page: Page) -> Iterator[Look]:
    """The door, and what is open without an account."""
    for address in ("/login", "/password", "/new", "/new?service=-", "/status", "/t/altered"):
        yield Look(address)


def _first_card(page: Page) -> str:
    page.goto("/desk/tickets")
    return str(page.locator(".row__subj").first.get_attribute("href"))


PEOPLE: dict[str, Callable[[Page], Iterator[Look]]] = {
    "": _nobody,
    "admin": _administrator,
    "agent": _agent,
    "manager": _manager,
}
