"""People at the desk and on the portal: signed-in pages, the installation behind them, mail for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from django.db import connection
from playwright.sync_api import Page

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.organisation.commands import change_setting
from otklik.people.actor import Actor
from otklik.tickets import windows
from tests import make
from tests import settings as test_settings
from tests.live.listening import cookies
from tests.support import engines
from tests.support.browser import WIDE, Visitors
from tests.support.servers import Installation, WebServer

SignedIn = Callable[..., Page]


@pytest.fixture
def people(live_server: WebServer) -> make.Cast:
    """Everybody, in the database of the server, where replies leave at once unless a test wants otherwise."""
    cast = make.cast()
    for key in (windows.BY_MAIL.key, windows.ON_PORTAL.key):
        for seconds in (1, 0):  # 0 is what this process takes for delivered already: nothing would be written
            change_setting(BY_SYSTEM, key, seconds)
    return cast


@pytest.fixture
def here(live_server: WebServer) -> Installation:
    """The installation the live server belongs to, for commands and a worker beside it.

    All tests share its folder: letters that others have left there are taken out.
    """
    for letter in (test_settings.HOME / "outbox").glob("*.eml"):
        letter.unlink()
    return Installation(test_settings.HOME, engines.url_of(str(connection.settings_dict["NAME"])))


@pytest.fixture
def signed_in(visitors: Visitors, live_server: WebServer) -> SignedIn:
    """Opens a page of its own for a person who has signed in; options as `visitors.open` takes them."""

    def open_for(
        actor: Actor,
        *,
        size: tuple[int, int] = WIDE,
        script: bool = True,
        color_scheme: Literal["light", "dark"] = "light",
    ) -> Page:
        page = visitors.open(size=size, script=script, color_scheme=color_scheme)
        name, _equals, value = cookies(actor).partition("=")
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return open_for
