"""Taking mail from a mail server on this machine by LMTP (RFC 2033) or SMTP (RFC 5321), inside a worker.

`OTKLIK_MAIL_LISTEN=lmtp://127.0.0.1:2424`. A mail is answered with 250 only when it lies on stable storage
with its line in the ledger; whatever is doubtful is 4xx, so that the server keeps it and tries again. By LMTP
each recipient gets an answer of their own. With several workers on a machine one has the port; if it dies,
another takes it within seconds.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, connections

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.bounds import MAX_MAIL_BYTES
from otklik.channels.mail.commands import take_in
from otklik.channels.mail.intake import TEMPORARY, finish
from otklik.channels.mail.planning import without_plus
from otklik.core import text
from otklik.core.small import one_version

log = logging.getLogger(__name__)
TAKEN = "250 2.0.0 Taken"
NOT_NOW = "451 4.3.0 Cannot be stored now, try again"
NO_MAILBOX = "451 4.1.1 There is no such mailbox here yet, try again"
TRY_AGAIN_SECONDS = 5.0
LONGEST_LINE = 10 * 1024 * 1024
AT_ONCE = 4
_MOST_RECIPIENTS = 100


@dataclass(frozen=True)
class Place:
    """Where to listen, and by which protocol."""

    host: str
    port: int
    is_lmtp: bool


def place_of(url: str) -> Place:
    """Read the setting; that it names this machine was seen to when it was read."""
    parts = urlsplit(url)
    return Place(parts.hostname or "", parts.port or 0, parts.scheme == "lmtp")


@contextmanager
def listening() -> Iterator[None]:
    """Listen inside the block, where the installation wants it."""
    if not settings.OTKLIK_MAIL_LISTEN:
        yield
        return
    listener = Listener(place_of(settings.OTKLIK_MAIL_LISTEN))
    listener.start()
    try:
        yield
    finally:
        listener.stop()


class Listener:
    """Keeps the door open, or waits until another process lets it go."""

    def __init__(self, place: Place) -> None:
        self._stop = threading.Event()
        self._handler = Door(is_lmtp=place.is_lmtp)
        self._place = place
        self._thread = threading.Thread(target=self._keep_open, name="mail-door", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Close the door; what is in hand is finished."""
        self._stop.set()
        self._thread.join()
        self._handler.close()

    def _keep_open(self) -> None:
        while not self._stop.is_set():
            control = Control(self._handler, hostname=self._place.host, port=self._place.port)
            try:
                control.start()
            except OSError as error:
                log.info("the door for mail is not ours: %s", error)
                self._stop.wait(TRY_AGAIN_SECONDS)
                continue
            self._stop.wait()
            control.stop()


class Control(Controller):
    """aiosmtpd's thread, with our limits."""

    def factory(self) -> SMTP:
        """One conversation."""
        kind = _Lmtp if self.handler.is_lmtp else _Smtp
        return kind(
            self.handler,
            data_size_limit=MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            hostname="otklik",
            ident="Otklik",
            loop=self.loop,
        )


class _Smtp(SMTP):
    line_length_limit = LONGEST_LINE


class _Lmtp(LMTP):
    line_length_limit = LONGEST_LINE


class Door:
    """What is asked of us in a conversation; the names are aiosmtpd's."""

    def __init__(self, *, is_lmtp: bool) -> None:
        self.is_lmtp = is_lmtp
        self._pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="mail-door")

    def close(self) -> None:
        """Finish what is in hand."""
        self._pool.submit(connections.close_all)
        self._pool.shutdown()

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether there is such a mailbox. A name that is mistyped in the server's tables is mended there."""
        if len(envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        loop = asyncio.get_running_loop()
        if await loop.run_in_executor(self._pool, _mailbox, address) is None:
            return NO_MAILBOX
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """The mail itself."""
        raw, sender = bytes(envelope.original_content or b""), envelope.mail_from or ""
        recipients = list(envelope.rcpt_tos)
        loop = asyncio.get_running_loop()
        answers = await loop.run_in_executor(self._pool, _take, raw, sender, recipients)
        if self.is_lmtp:
            return "\r\n".join(answers[recipient] for recipient in recipients)
        return TAKEN if set(answers.values()) == {TAKEN} else NOT_NOW

    async def handle_exception(self, error: Exception) -> str:
        """A fault of ours is never the mail's."""
        log.warning("taking a mail failed", exc_info=error)
        return NOT_NOW


def _mailbox(address: str) -> ChannelAccount | None:
    close_old_connections()
    with one_version():
        return catalogue().mailbox(without_plus(text.email_key(address)))


def _take(raw: bytes, sender: str, recipients: list[str]) -> Mapping[str, str]:
    """What each recipient is answered; one line of the ledger for each mailbox among them."""
    close_old_connections()
    taken: dict[int, str] = {}
    answers: dict[str, str] = {}
    for recipient in recipients:
        try:
            box = _mailbox(recipient)
            if box is None:
                answers[recipient] = NO_MAILBOX
                continue
            if box.pk not in taken:
                taken[box.pk] = _taken(raw, box, sender, recipient)
            answers[recipient] = taken[box.pk]
        except (OSError, DatabaseError) as error:
            log.warning("a mail cannot be stored: %s", error)
            answers[recipient] = NOT_NOW
    return answers


def _taken(raw: bytes, box: ChannelAccount, sender: str, recipient: str) -> str:
    line = take_in((raw,), box, envelope_from=sender, envelope_to=recipient)
    try:
        finish(line)
    except TEMPORARY as trouble:  # it is in the ledger: a sweep takes it up within a minute
        log.warning("mail %s is finished later: %s", line.uid, trouble)
    return TAKEN
