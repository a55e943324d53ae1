"""The fixtures: a clock that stands still, databases, mail servers, processes, a browser."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache, caches
from django.db import connections
from django.test import TransactionTestCase

from otklik.core import clock
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.notifications.commands.gather import ANSWERS_WAIT, GATHERED_FOR
from otklik.organisation.commands import change_setting
from otklik.tickets import windows
from tests import make
from tests import settings as test_settings
from tests.support import engines, moulds
from tests.support.imap import ImapServer
from tests.support.imap import imap_server as running_imap_server
from tests.support.restoring import remember, restore
from tests.support.servers import Installation, WebServer
from tests.support.smtp import SmtpSink
from tests.support.smtp import smtp_sink as running_smtp_sink

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker

    from tests.support.browser import Visitors

# A Tuesday, office hours in Moscow (UTC+3), no holiday, no change of clocks near.
TUESDAY_MORNING = datetime(2026, 11, 17, 7, 0, tzinfo=UTC)


class FrozenClock:
    """`otklik.core.clock`, standing still in this thread until told to move."""

    def __init__(self, at: datetime) -> None:
        self._frozen = ExitStack()
        self.set(at)

    @property
    def now(self) -> datetime:
        """What it shows."""
        return clock.now()

    def set(self, at: datetime) -> None:
        """Show another moment."""
        self._frozen.close()
        self._frozen.enter_context(clock.freeze(at))

    def move(self, by: timedelta) -> None:
        """Show a moment later (or earlier)."""
        self.set(clock.now() + by)

    def release(self) -> None:
        """Run again."""
        self._frozen.close()


@pytest.fixture(scope="session", autouse=True)
def _every_letter_on_its_own() -> Iterator[None]:
    """Letters do not wait for others, nor replies for second thoughts, unless a test gives
    `mail.gather_seconds` (to staff), `mail.gather_answers_seconds` (to clients), `replies.undo_mail_seconds`
    or `replies.undo_portal_seconds` another value."""
    with pytest.MonkeyPatch.context() as delivered:
        delivered.setitem(vars(GATHERED_FOR), "delivered", 0)
        delivered.setitem(vars(ANSWERS_WAIT), "delivered", 0)
        delivered.setitem(vars(windows.BY_MAIL), "delivered", 0)
        delivered.setitem(vars(windows.ON_PORTAL), "delivered", 0)
        yield


@pytest.fixture(scope="session", autouse=True)
def _not_for_the_disk() -> Iterator[None]:
    """What this process writes may be lost with the machine; what our real processes write is synced."""
    with pytest.MonkeyPatch.context() as disk:
        disk.setattr(os, "fsync", os.fstat)  # which refuses the same descriptors
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What pages keep in this process's memory is of this test."""
    caches["local"].clear()


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """The clock stands at Tuesday 17 November 2026, 10:00 in Moscow; `move` and `set` change that."""
    frozen = FrozenClock(TUESDAY_MORNING)
    yield frozen
    frozen.release()


@pytest.fixture
def people(db: None) -> make.Cast:
    """The cast, made anew for this test."""
    return make.cast()


@pytest.fixture
def unconfirmed(people: make.Cast) -> None:
    """New tickets are not confirmed to their clients: for tests that tell about other letters.

    Said when the cast is there: where nothing has happened yet, its rows are put back (`kept.py`).
    """
    change_setting(BY_SYSTEM, "notifications.silent", ["ticket.registered:client"])


@pytest.fixture(scope="session")
def engine() -> str:
    """The engine under test: `sqlite` or `postgres`."""
    return engines.ENGINE


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database, and a copy of it fresh from the migrations: the mould of every `installation`.

    Replaces pytest-django's fixture, which makes no database for tests that only start processes.
    """
    delivered = moulds.test_database(TUESDAY_MORNING)
    with django_db_blocker.unblock(), delivered, pytest.MonkeyPatch.context() as framework:
        remember()
        framework.setattr(TransactionTestCase, "_fixture_teardown", lambda _: restore())
        with django_db_blocker.block():
            yield


@pytest.fixture
def installation(django_db_setup: None, tmp_path: Path) -> Iterator[Installation]:
    """A data folder and a migrated database of its own, for processes that are started, killed, restarted."""
    name = _copy_name()
    url = engines.copy(moulds.mould(), name)
    yield Installation(tmp_path, url)
    engines.drop(name)


@pytest.fixture
def other_installation(django_db_setup: None, tmp_path: Path) -> Iterator[Installation]:
    """A second one beside it, with a database and keys of its own."""
    home, name = tmp_path / "other", _copy_name()
    home.mkdir()
    url = engines.copy(moulds.mould(), name)
    yield Installation(home, url, {"OTKLIK_SECRET_KEY": "of the other one, and only good for tests as well"})
    engines.drop(name)


@pytest.fixture(scope="session")
def _web_server(django_db_setup: None) -> Iterator[WebServer]:
    """One server for all tests that ask for `live_server`, on the database the tests themselves write to."""
    shared = Installation(test_settings.HOME, engines.url_of(moulds.name()))
    with shared.serve() as server:
        yield server


@pytest.fixture(autouse=True)
def _live_server_helper() -> None:
    """Replaces pytest-django's, which expects its own server in a thread behind the name `live_server`."""


@pytest.fixture
def live_server(transactional_db: None, _web_server: WebServer) -> Iterator[WebServer]:
    """A real `otklik serve` that sees what the test has written; every test begins with an empty cache."""
    cache.clear()
    yield _web_server
    restore()  # and after the test once more: the server may still be writing for a page just closed


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server that keeps what it is given."""
    with running_smtp_sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def _imap_server() -> Iterator[ImapServer]:
    with running_imap_server() as server:
        yield server


@pytest.fixture
def imap_server(_imap_server: ImapServer) -> ImapServer:
    """A real IMAP server with one account and an empty INBOX."""
    _imap_server.empty()
    return _imap_server


@pytest.fixture(scope="session")
def _chromium_before_database(django_db_setup: None) -> Iterator[None]:
    """At the end the browser goes first."""
    yield
    _chromium.close()


@pytest.fixture
def browser(_chromium_before_database: None) -> Browser:
    """One Chromium for all tests in a row that ask for it."""
    if not _running:
        _start_chromium()
    return _running[0]


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Close the browser when the next test needs none."""
    if "browser" not in getattr(nextitem, "fixturenames", ()):
        _chromium.close()


_chromium = ExitStack()
_running: list[Browser] = []


def _start_chromium() -> None:
    # Imported late: most runs need no browser.
    from tests.support.browser import chromium

    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    _chromium.callback(os.environ.pop, "DJANGO_ALLOW_ASYNC_UNSAFE", None)
    _running.append(_chromium.enter_context(chromium()))
    # For the same reason Django now hands out another connection, which goes with the browser.
    _chromium.callback(connections.close_all)
    _chromium.callback(_running.clear)


@pytest.fixture
def visitors(browser: Browser, live_server: WebServer) -> Iterator[Visitors]:
    """Opens pages of several people at the live server; an error in any of them fails the test."""
    from tests.support.browser import Visitors

    opened = Visitors(browser, live_server.url)
    yield opened
    opened.close()
    assert opened.faults == []


@pytest.fixture
def page(visitors: Visitors) -> Page:
    """One page at the live server: Russian, light, 1440 wide. `visitors.open(…)` gives others."""
    return visitors.open()


_numbers = itertools.count(1)


def _copy_name() -> str:
    number = f"copy_{os.getpid()}_{next(_numbers)}"
    return (
        str(test_settings.HOME / f"{number}.sqlite3")
        if engines.ENGINE == engines.SQLITE
        else f"otklik_{number}"
    )
