"""What a person sees: the open list learns of a new ticket by itself."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from otklik.core.actors import Via
from tests import make
from tests.live.listening import cookies
from tests.support.servers import WebServer


@pytest.mark.browser
def test_a_new_ticket_appears_in_an_open_list_without_a_reload(page: Page, live_server: WebServer) -> None:
    people = make.cast()
    make.ticket(people.client, "Старая заявка", team=people.it)
    name, _equals, value = cookies(people.agent).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page.goto("/desk/tickets")
    expect(page.locator("[data-live-dot]")).to_have_attribute("data-state", "live")
    hidden = make.ticket(people.client, "Не для ИТ", team=people.hr)
    ticket = make.ticket(people.client.through(Via.MAIL), "Новая заявка", team=people.it)
    committed = time.monotonic()
    expect(page.locator(f"#row-{ticket.number}")).to_be_visible(timeout=30_000)
    waited = time.monotonic() - committed
    expect(page.locator(f"#row-{hidden.number}")).to_have_count(0)
    assert waited < 10, "told by the server, not found by asking"
