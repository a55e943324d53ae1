"""Mail brought to an installation of real processes, as a mail server's pipe does, and what came out."""

from __future__ import annotations

import email
import email.policy
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tests.support.servers import Installation

ROOT = Path(__file__).resolve().parents[2]
_WITHIN = "import sys, django; django.setup(); exec(sys.stdin.read())"


@dataclass(frozen=True)
class Answer:
    """What `otklik mail receive` said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, str | None]:
        """The one line of JSON."""
        [line] = self.out.splitlines()
        answer: dict[str, str | None] = json.loads(line)
        return answer


def receive(installation: Installation, raw: bytes, *options: str) -> Answer:
    """Pipe a mail into the program."""
    done = installation.run("mail", "receive", *options, stdin=raw)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def within(installation: Installation, code: str) -> str:
    """Run Python in a process of the installation, the tests' own packages at hand; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", _WITHIN],
        input=code.encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=installation.environment(),
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def held_letters(installation: Installation) -> Sequence[EmailMessage]:
    """Letters in the outbox folder, the oldest first: their names are ids that grow with time."""
    paths = sorted((installation.home / "outbox").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]
