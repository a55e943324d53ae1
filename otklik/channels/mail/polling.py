"""Watching mailboxes all the time: inside every worker, each mailbox by one of them.

A thread for each mailbox keeps a connection. Where the server tells of new mail (IDLE, RFC 2177) it waits for
that, else it looks every so many seconds; a POP3 server is visited anew each time. A lease keeps other
processes away; who is killed loses it within a minute, and another worker goes on. Trouble is written down in
words and tried again after a growing pause.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connections
from django.utils import translation
from imapclient import IMAPClient

from otklik.channels.mail.commands import drop_lease, new_holder, note_failure, take_lease
from otklik.channels.mail.fetching import Connection, look, opened
from otklik.channels.mail.imap import can_wait
from otklik.channels.mail.models import MailServer
from otklik.channels.mail.pop3_wire import Pop3Client
from otklik.channels.mail.queries import fetched_servers
from otklik.channels.mail.troubles import FAILURES, Trouble, trouble_of
from otklik.organisation import settings

log = logging.getLogger(__name__)
WATCHING = "watching"
LEASE_SECONDS = 60
ROUND_SECONDS = 5.0  # between two looks for mailboxes nobody watches, and between two signs of life
IDLE_SECONDS = 300.0  # after so long a waiting server is asked all the same (RFC 2177: within 29 minutes)
SOON_SECONDS = 15.0  # the same after a look that brought something: mail that came during it was not told of
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 900.0
SECONDS_TO_STOP = 10.0


@contextmanager
def watching() -> Iterator[None]:
    """Watch all mailboxes inside the block; at its end what is in hand is finished."""
    poller = Poller()
    poller.start()
    try:
        yield
    finally:
        poller.stop()


class Poller:
    """One process's watchers, and the thread that sees to it that every mailbox has one."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._watchers: dict[int, threading.Thread] = {}
        self._thread = threading.Thread(target=self._see_to_it, name="mailboxes", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Tell every thread, and wait for them a little."""
        self._stop.set()
        until = time.monotonic() + SECONDS_TO_STOP
        for thread in [self._thread, *self._watchers.values()]:
            thread.join(max(0.0, until - time.monotonic()))

    def _see_to_it(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    self._begin_watching()
                except (OperationalError, InterfaceError) as error:
                    log.warning("the database cannot be reached: %s", error)
                    connections.close_all()
                self._stop.wait(ROUND_SECONDS)
        finally:
            connections.close_all()

    def _begin_watching(self) -> None:
        for server in fetched_servers():
            thread = self._watchers.get(server.pk)
            if thread is None or not thread.is_alive():
                watcher = Watcher(server, self._stop)
                if watcher.is_ours():
                    name = f"mailbox-{server.account.name}"
                    thread = threading.Thread(target=watcher.watch, name=name, daemon=True)
                    self._watchers[server.pk] = thread
                    thread.start()


class Watcher:
    """One mailbox, watched as long as the lease holds and its settings stay as they were."""

    def __init__(self, server: MailServer, stop: threading.Event) -> None:
        self._server = server
        self._stop = stop
        self._holder = new_holder()
        self._pause = FIRST_PAUSE
        self._quiet_looks = 0

    def is_ours(self) -> bool:
        """Take or prolong the lease."""
        return take_lease(self._server, WATCHING, self._holder, LEASE_SECONDS)

    def watch(self) -> None:
        """Until told to stop, or until somebody else has the mailbox, or it is set up otherwise."""
        try:
            with translation.override(settings.LANGUAGE.get()):
                while self._goes_on():
                    self._connected()
        except (OperationalError, InterfaceError) as error:
            log.warning("mailbox %s is let go: %s", self._server.account.name, error)
        finally:
            self._let_go()
            connections.close_all()

    def _connected(self) -> None:
        try:
            with opened(self._server) as client:
                self._look(client)
                while isinstance(client, IMAPClient) and self._wait(client):
                    self._look(client)
            if isinstance(client, Pop3Client):  # it shows what lay there when it let us in, and no more
                self._rest(self._server.every_seconds)
        except Trouble as trouble:
            log.warning("mailbox %s: %s", self._server.account.name, trouble)
            self._failed(str(trouble))
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:  # a fault of ours in one mailbox: written down, the others go on
            log.warning("mailbox %s failed", self._server.account.name, exc_info=fault)
            self._failed(f"{type(fault).__name__}: {fault}")

    def _look(self, client: Connection) -> None:
        taken = look(client, self._server, self._holder).taken
        self._quiet_looks = 0 if taken else self._quiet_looks + 1
        self._pause = FIRST_PAUSE

    def _failed(self, words: str) -> None:
        note_failure(self._server, words)
        self._rest(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _wait(self, client: IMAPClient) -> bool:
        """Until there may be new mail; False when we are to stop waiting for this mailbox."""
        if not self._goes_on():
            return False
        if can_wait(client) and len(self._server.folders) == 1:
            return self._wait_to_be_told(client)
        if not self._rest(self._server.every_seconds):
            return False
        client.noop()
        return True

    def _wait_to_be_told(self, client: IMAPClient) -> bool:
        try:
            client.idle()
            until = time.monotonic() + (IDLE_SECONDS if self._quiet_looks > 1 else SOON_SECONDS)
            while self._goes_on() and time.monotonic() < until:
                if client.idle_check(timeout=ROUND_SECONDS):
                    break
            client.idle_done()
        except FAILURES as error:
            raise trouble_of(error, self._server.host, self._server.port, self._server.login) from error
        return self._goes_on()

    def _rest(self, seconds: float) -> bool:
        """A pause in which the lease is kept; False when it ended because we are not to go on."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self._goes_on() or self._stop.wait(min(ROUND_SECONDS, max(until - time.monotonic(), 0))):
                return False
        return True

    def _goes_on(self) -> bool:
        if self._stop.is_set() or not self.is_ours():
            return False
        same = MailServer.objects.filter(
            pk=self._server.pk, version=self._server.version, account__enabled=True
        )
        return same.exists()

    def _let_go(self) -> None:
        try:
            drop_lease(self._server, WATCHING, self._holder)
        except (OperationalError, InterfaceError) as error:
            log.warning("the lease of %s runs out by itself: %s", self._server.account.name, error)
