"""A mail server our letters go to: it writes down what it takes, and is as moody as servers are.

It runs in a process of its own. Most mails are taken; some are put off (451), some are taken without a word
because the connection breaks, some are answered late. A mail is written down before its answer leaves.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from prove.processes import Child
from tests.support.ports import free_port, is_listening, wait_until

SAID = re.compile(r"(?:Ответ|Тайна) №\d{5}")
"""By what the proofs know a message again: an answer may be read by clients, a secret may not."""
PUT_OFF, BREAKS, LATE = 0.05, 0.10, 0.30  # chance below which this happens
SLOWEST = 0.25


@dataclass(frozen=True)
class Copy:
    """One copy of a letter that reached the server. `answered`: with a 250; else the connection broke."""

    header: str
    recipient: str
    said: Sequence[str]
    answered: bool


@dataclass(frozen=True)
class Sink:
    """Where it listens, and its notebook."""

    port: int
    notebook: Path

    def copies(self) -> list[Copy]:
        """Everything it took, in its order."""
        if not self.notebook.exists():
            return []
        return [Copy(**json.loads(line)) for line in self.notebook.read_text("utf-8").splitlines()]


@contextmanager
def sink() -> Iterator[Sink]:
    """Run it inside the block."""
    with TemporaryDirectory(prefix="otklik-sink-") as folder:
        made = Sink(free_port(), Path(folder) / "notebook")
        child = Child(lambda: _serve(made))
        try:
            wait_until(lambda: is_listening(made.port), "the server for letters listens")
            yield made
        finally:
            child.kill()


def _serve(made: Sink) -> None:
    Controller(_Handler(made.notebook), hostname="127.0.0.1", port=made.port).start()
    while True:
        time.sleep(1)


class _Handler:
    """The names are aiosmtpd's."""

    def __init__(self, notebook: Path) -> None:
        self._notebook = notebook

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take it, put it off, or go away."""
        mood = random.random()
        if mood < PUT_OFF:
            return "451 4.7.1 Greylisted, try again"
        answers = mood >= BREAKS
        self._note(envelope, answers)
        if not answers and server.transport is not None:
            server.transport.close()
        if answers and mood < LATE:
            await asyncio.sleep(random.uniform(0, SLOWEST))
        return "250 Message accepted for delivery"

    def _note(self, envelope: Envelope, answers: bool) -> None:
        raw = bytes(envelope.original_content or b"")
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        recipient = ",".join(envelope.rcpt_tos)
        copy = Copy(str(letter["Message-ID"]), recipient, _said(letter), answers)
        with self._notebook.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(copy), ensure_ascii=False) + "\n")


def _said(letter: EmailMessage) -> list[str]:
    """Every message found anywhere in the letter, both faces and the subject."""
    faces = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return sorted(set(SAID.findall("\n".join([str(letter["Subject"]), *map(str, faces)]))))
