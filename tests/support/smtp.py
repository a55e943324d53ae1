"""A real SMTP server on loopback that keeps what it is given."""

from __future__ import annotations

import asyncio
import email
import email.policy
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.ports import free_port

_MARKS = (b"auto-submitted:", b"x-auto-response-suppress:", b"x-otklik", b"list-id:", b"precedence:")
ACCEPTED = "250 Message accepted for delivery"


@dataclass(frozen=True)
class Received:
    """One delivered mail: the envelope and the bytes."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)


@dataclass
class SmtpSink:
    """Where to send, what came, and how to answer: `answers` are used up first, one a mail.
    `own_sender`: the only sender it takes. `refused`: what it says to a recipient. `breaks_off`: from so many
    mails it takes it goes away without a word. `farewell`: what it says to QUIT. `silence`: seconds before it
    answers to a mail.
    """

    host: str = "127.0.0.1"
    port: int = 0
    received: list[Received] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    own_sender: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    breaks_off: int = 0
    farewell: str = "221 Bye"
    silence: float = 0

    @property
    def url(self) -> str:
        """For OTKLIK_SMTP_URL."""
        return f"smtp://{self.host}:{self.port}"

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the sender, unless another one alone is let in."""
        if self.own_sender and address != self.own_sender:
            return "553 5.7.1 Sender address rejected: not owned by auth user."
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, unless it is one of the refused."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:
        """Take leave."""
        return self.farewell

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a mail, unless the next answer refuses it."""
        answer = self.answers.pop(0) if self.answers else ACCEPTED
        if answer.startswith("2"):
            content = envelope.content or b""
            raw = content if isinstance(content, bytes) else content.encode()
            self.received.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw))
            await asyncio.sleep(self.silence)
            if self.breaks_off and server.transport is not None:
                self.breaks_off -= 1
                server.transport.close()
        return answer


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """Run the sink inside the block, on a port the system gave."""
    sink = SmtpSink()
    controller = Controller(sink, hostname=sink.host, port=free_port())
    controller.start()
    try:
        sink.port = controller.port
        yield sink
    finally:
        controller.stop()


@dataclass
class Relay:
    """A server between the two: passes on what it gets, counts it."""

    to: int
    port: int
    passed: int = 0
    takes_marks_off: bool = False

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Hand it on with the answer of the next server."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        self.passed += 1
        with smtplib.SMTP("127.0.0.1", self.to, timeout=30) as client:
            client.sendmail(envelope.mail_from or "", envelope.rcpt_tos, self._passed_on(raw))
        return "250 OK"

    def _passed_on(self, raw: bytes) -> bytes:
        if not self.takes_marks_off:
            return raw
        head, gap, body = raw.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(_MARKS)]
        return b"\r\n".join(lines) + gap + body


@contextmanager
def relays(doors: Sequence[int]) -> Iterator[tuple[Relay, Relay]]:
    """One relay to each door."""
    made = (Relay(doors[0], free_port()), Relay(doors[1], free_port()))
    controllers = [Controller(one, hostname="127.0.0.1", port=one.port) for one in made]
    for controller in controllers:
        controller.start()
    try:
        yield made
    finally:
        for controller in controllers:
            controller.stop()
