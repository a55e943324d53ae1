"""One look into a mailbox, and `otklik mail fetch`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from django.utils import translation
from django.utils.translation import gettext as _
from imapclient import IMAPClient

from otklik.channels.mail import imap, pop3
from otklik.channels.mail.commands import (
    distrust,
    drop_lease,
    new_holder,
    note_failure,
    note_success,
    take_lease,
)
from otklik.channels.mail.enums import Protocol
from otklik.channels.mail.folders import Report, read_folder
from otklik.channels.mail.intake import retry_unfinished
from otklik.channels.mail.maildrop import read_maildrop
from otklik.channels.mail.models import MailServer
from otklik.channels.mail.pop3_wire import Pop3Client
from otklik.channels.mail.queries import fetched_servers
from otklik.channels.mail.reach import Reach
from otklik.channels.mail.reaching import reach_of
from otklik.channels.mail.troubles import FAILURES, Trouble, token_trouble, trouble_of
from otklik.core.small import one_version
from otklik.organisation import settings

log = logging.getLogger(__name__)
TAKING = "taking"
LEASE_SECONDS = 30  # prolonged between two pieces
PATIENCE_SECONDS = 45


Connection: TypeAlias = IMAPClient | Pop3Client


class NoSuchMailbox(Exception):
    """No mailbox of that name is in use and fetched from a server."""


@dataclass(frozen=True)
class Fetched:
    """What one look brought: how many mails, and in words what went wrong."""

    mailbox: str
    taken: int
    error: str = ""


def fetch(name: str = "") -> Sequence[Fetched]:
    """Look once into every mailbox that is fetched, or the named one. `NoSuchMailbox` when there is none.

    What an earlier look left half-way is finished too.
    """
    servers = fetched_servers(name)
    if name and not servers:
        raise NoSuchMailbox(name)
    retry_unfinished()
    return [_fetch_one(server) for server in servers]


@contextmanager
def opened(server: MailServer) -> Iterator[Connection]:
    """An open, signed-in connection to a mailbox's server. `Trouble` for whatever goes wrong."""
    reach = reach_of(server)
    try:
        with _connection(server, reach) as connection:
            yield connection
    except Trouble as trouble:
        if not (trouble.is_sign_in and reach.token):
            raise
        distrust(server.account)
        raise token_trouble(trouble.__cause__ or trouble, reach.host, reach.login) from trouble


@contextmanager
def _connection(server: MailServer, reach: Reach) -> Iterator[Connection]:
    if server.protocol == Protocol.POP3:
        with pop3.signed_in(reach) as maildrop:
            yield maildrop
    else:
        with imap.signed_in(reach) as client:
            yield client


def look(client: Connection, server: MailServer, holder: str) -> Report:
    """Take everything new from a mailbox's folders over an open connection, and note how it went.

    Nothing is taken while another process takes from it. `Trouble` when the server fails us.
    """
    report = Report()

    def goes_on() -> bool:
        return take_lease(server, TAKING, holder, LEASE_SECONDS)

    if not goes_on():
        return report
    try:
        with one_version():
            _read(client, server, report, goes_on)
    finally:
        drop_lease(server, TAKING, holder)
    note_success(server, " ".join(dict.fromkeys(report.remarks)))
    return report


def _read(client: Connection, server: MailServer, report: Report, goes_on: Callable[[], bool]) -> None:
    try:
        if isinstance(client, Pop3Client):
            read_maildrop(client, server, report, goes_on)
            return
        for name in server.folders:
            read_folder(client, server, name, report, goes_on)
    except FAILURES as error:
        raise trouble_of(error, server.host, server.port, server.login) from error


def _fetch_one(server: MailServer) -> Fetched:
    holder, name = new_holder(), server.account.name
    with translation.override(settings.LANGUAGE.get()):
        try:
            if not _wait_for_lease(server, holder):
                return Fetched(name, 0, _("Another process is taking mail from this mailbox."))
            with opened(server) as client:
                report = look(client, server, holder)
        except Trouble as trouble:
            note_failure(server, str(trouble))
            return Fetched(name, 0, str(trouble))
        except Exception as fault:  # a fault of ours in one mailbox: written down, the others go on
            log.warning("mailbox %s failed", name, exc_info=fault)
            note_failure(server, f"{type(fault).__name__}: {fault}")
            return Fetched(name, 0, f"{type(fault).__name__}: {fault}")
        finally:
            drop_lease(server, TAKING, holder)
    return Fetched(name, report.taken, " ".join(report.remarks))


def _wait_for_lease(server: MailServer, holder: str) -> bool:
    """Whoever takes at this moment is let finish: afterwards there may be more."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not take_lease(server, TAKING, holder, LEASE_SECONDS):
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True
