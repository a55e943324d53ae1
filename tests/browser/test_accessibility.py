"""No page breaks a rule of WCAG 2.2 AA that a machine can see; `make prove` looks at every variant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from otklik.core import clock
from otklik.people.actor import Actor
from otklik.people.commands import Preferences, set_preferences, set_up
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.browser.conftest import SignedIn
from tests.support.accessibility import show, violations
from tests.support.browser import NARROW, WIDE, Visitors

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A ticket with everything a thread shows."""
    made = make.ticket(
        people.client, "Касса молчит", "Вопрос", team=people.it, files=[make.file(people.client)]
    )
    make.reply(people.agent, made, "Ответ")
    make.note(people.agent, made, "@Пётр Орлов, посмотри")
    make.message(people.client, made, "Ещё вопрос")
    return made


def looked_at(page: Page, addresses: list[str]) -> Iterator[tuple[str, object]]:
    """What is wrong on these pages, light and wide, then dark on a phone."""
    for address in addresses:
        page.goto(address)
        for size, theme in ((WIDE, "light"), (NARROW, "dark")):
            show(page, size, "light" if theme == "light" else "dark")
            for found in violations(page):
                yield f"{address} {theme}", found


def test_the_desk(people: make.Cast, ticket: Ticket, signed_in: SignedIn) -> None:
    company, contact = people.company.uid, make.contact_of(people.client).uid
    page = signed_in(people.admin)
    addresses = [
        "/desk/tickets",
        f"/desk/tickets/{ticket.number}",
        f"/desk/tickets/{ticket.number}/fields",
        "/desk/tickets/new",
        "/desk/search?q=касса",
        "/desk/clients/",
        f"/desk/clients/companies/{company}",
        f"/desk/clients/contacts/{contact}",
        "/desk/profile",
        "/settings/",
        "/settings/mail/outbox",
        "/settings/queue",
    ]
    assert list(looked_at(page, addresses)) == []


@pytest.mark.usefixtures("ticket")
def test_the_board(people: make.Cast, signed_in: SignedIn) -> None:
    page = signed_in(people.agent)
    assert list(looked_at(page, ["/desk/board", "/desk/board?days=table&tv=1"])) == []


def test_rules_and_what_they_promise(people: make.Cast, ticket: Ticket, signed_in: SignedIn) -> None:
    """A rule's form with what stands beside it, the tables, letters explained, a promise to be broken."""
    rule = set_up(people.admin, SLA_RULE, {"name": {"ru": "Все"}, "resolution": 480})
    commands.set_due(people.agent.ref, ticket, clock.now() + timedelta(minutes=5))
    page = signed_in(people.admin)
    page.goto(f"/desk/radar?team={people.it.code}")
    expect(page.locator("tbody svg")).to_have_count(1)
    addresses = [
        f"/desk/board?team={people.it.code}",
        f"/desk/radar?team={people.it.code}",
        f"/settings/sla/{rule.uid}",
        "/settings/rules",
        f"/desk/tickets/{ticket.number}/letters",
    ]
    assert list(looked_at(page, addresses)) == []


def test_the_portal_and_the_door(
    people: make.Cast, ticket: Ticket, signed_in: SignedIn, visitors: Visitors
) -> None:
    page = signed_in(people.manager)
    own = ["/", "/company", f"/requests/{ticket.number}", "/requests/new", "/profile"]
    assert list(looked_at(page, own)) == []
    outside = visitors.open(locale="en-GB")
    assert list(looked_at(outside, ["/login"])) == []


def test_open_boxes_in_english(people: make.Cast, ticket: Ticket, signed_in: SignedIn) -> None:
    page = _english(people.agent, signed_in)
    page.goto("/desk/tickets")
    page.keyboard.press("f")
    expect(page.locator("#filter")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_visible()
    assert violations(page) == []
    page.goto(f"/desk/tickets/{ticket.number}")
    for key, box in (("s", "#lb-status"), ("a", "#lb-who"), ("h", "#postpone")):
        page.keyboard.press(key)
        expect(page.locator(box)).to_be_visible()
        assert violations(page) == [], box
        page.keyboard.press("Escape")
    page.keyboard.press("Shift+Slash")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


def _english(actor: Actor, signed_in: SignedIn) -> Page:
    set_preferences(actor, Preferences(language="en"))
    return signed_in(actor)
