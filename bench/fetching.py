"""Taking mail in: `otklik mail fetch` against real IMAP servers, with nothing else running."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from email.message import EmailMessage

from bench import cpu
from bench.engines import ROOT, WorkingCopy, run_inside
from bench.inside.mailbox import DOMAIN
from bench.rounds import Result, WrongAnswer
from tests.support.imap import ImapServer, imap_server

MAILS, CLIENTS = 1000, 300
_MS = 1000


def measure(copy: WorkingCopy) -> Result:
    """A thousand new mails of three hundred senders, fetched once: mails a second of wall clock, CPU a mail.

    Wall clock holds the start of the program; CPU is that of the program and of PostgreSQL, not of the mail
    server.
    """
    return _measured(copy, ["bench"])


def measure_two(copy: WorkingCopy) -> Result:
    """The same mails in two mailboxes, each fetched by a program of its own at the same time."""
    return _measured(copy, ["bench-one", "bench-two"])


def _measured(copy: WorkingCopy, boxes: Sequence[str]) -> Result:
    with ExitStack() as stack:
        size = 0
        for number, box in enumerate(boxes):
            server = stack.enter_context(imap_server())
            size = _fill(server, box, range(number, MAILS, len(boxes)))
            reached = (server.host, str(server.port), server.user, server.password)
            run_inside(copy, "bench.inside.mailbox", box, *reached)
        before = cpu.spent(copy.postmaster) if copy.postmaster else 0.0
        buried, began = cpu.buried(), time.perf_counter()
        _finish({box: _fetching(copy, box) for box in boxes})
        took = time.perf_counter() - began
    server_ms = (cpu.buried() - buried) / MAILS * _MS
    database = (cpu.spent(copy.postmaster) - before) / MAILS * _MS if copy.postmaster else None
    each = took / MAILS * _MS
    return Result(server_ms, database, each, each, MAILS / took, len(boxes), size)


def _fetching(copy: WorkingCopy, box: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "otklik.cli.main", "mail", "fetch", "--mailbox", box],
        cwd=ROOT,
        env=copy.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )


def _finish(programs: dict[str, subprocess.Popen[str]]) -> None:
    """Wait until they have ended; CPU time is known once they are buried."""
    for box, program in programs.items():
        said, _errors = program.communicate(timeout=600)
        if program.returncode:
            raise WrongAnswer(f"mail fetch of {box} ended with {program.returncode}: {said}")


def _fill(server: ImapServer, box: str, places: range) -> int:
    """Put the mails there; the size of the last one, in bytes."""
    mails = [_mail(box, place) for place in places]
    with server.connect() as client:
        for raw in mails:
            client.append("INBOX", "", "", raw)
    return len(mails[-1])


def _mail(box: str, place: int) -> bytes:
    made = EmailMessage()
    made["From"] = f"Клиент {place % CLIENTS} <person{place % CLIENTS}@shop{place % 37}.test>"
    made["To"] = f"{box}@{DOMAIN}"
    made["Subject"] = f"Касса {place} не видит сканер"
    made["Date"] = "Tue, 17 Nov 2026 10:00:00 +0300"
    made["Message-ID"] = f"<bench-{place}@shop.test>"
    made.set_content(
        f"Здравствуйте! Касса {place} после обновления не видит сканер, очередь стоит.\n"
        "Помогите, пожалуйста.\n\n-- \nС уважением,\nИван"
    )
    return made.as_bytes()
