"""Taking mail in: `otklik mail fetch` against a real IMAP server, with nothing else running."""

from __future__ import annotations

import subprocess
import sys
import time
from email.message import EmailMessage

from bench import cpu
from bench.engines import ROOT, WorkingCopy, run_inside
from bench.inside.mailbox import ADDRESS
from bench.rounds import Result, WrongAnswer
from tests.support.imap import ImapServer, imap_server

MAILS, CLIENTS = 1000, 300
_MS = 1000


def measure(copy: WorkingCopy) -> Result:
    """A thousand new mails of three hundred senders, fetched once: mails a second of wall clock, CPU a mail.

    Wall clock holds the start of the program; CPU is that of the program and of PostgreSQL, not of the mail
    server.
    """
    with imap_server() as server:
        size = _fill(server)
        run_inside(copy, "bench.inside.mailbox", server.host, str(server.port), server.user, server.password)
        before = cpu.spent(copy.postmaster) if copy.postmaster else 0.0
        began = time.perf_counter()
        program = subprocess.Popen(
            [sys.executable, "-m", "otklik.cli.main", "mail", "fetch", "--mailbox", "bench"],
            cwd=ROOT,
            env=copy.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        said, server_ms = _spent_until_its_end(program)
        took = time.perf_counter() - began
    if program.returncode:
        raise WrongAnswer(f"mail fetch ended with {program.returncode}: {said}")
    database = (cpu.spent(copy.postmaster) - before) / MAILS * _MS if copy.postmaster else None
    each = took / MAILS * _MS
    return Result(server_ms, database, each, each, MAILS / took, 1, size)


def _spent_until_its_end(program: subprocess.Popen[str]) -> tuple[str, float]:
    """What it printed, and CPU ms a mail of the program and its children, known once they are buried."""
    before = cpu.buried()
    said, _errors = program.communicate(timeout=600)
    return said, (cpu.buried() - before) / MAILS * _MS


def _fill(server: ImapServer) -> int:
    """Put the mails there; the size of the last one, in bytes."""
    mails = [_mail(place) for place in range(MAILS)]
    with server.connect() as client:
        for raw in mails:
            client.append("INBOX", "", "", raw)
    return len(mails[-1])


def _mail(place: int) -> bytes:
    made = EmailMessage()
    made["From"] = f"Клиент {place % CLIENTS} <person{place % CLIENTS}@shop{place % 37}.test>"
    made["To"] = ADDRESS
    made["Subject"] = f"Касса {place} не видит сканер"
    made["Date"] = "Tue, 17 Nov 2026 10:00:00 +0300"
    made["Message-ID"] = f"<bench-{place}@shop.test>"
    made.set_content(
        f"Здравствуйте! Касса {place} после обновления не видит сканер, очередь стоит.\n"
        "Помогите, пожалуйста.\n\n-- \nС уважением,\nИван"
    )
    return made.as_bytes()
