"""The running installation that is measured: server, worker, the people who use it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench import cpu, wire
from bench.engines import ROOT, WorkingCopy, run_inside
from otklik.cli import lifeline

READY_WITHIN = 60.0
SERVER_PROCESSES = 2
# However we end, our processes end with us.
_line = lifeline.create()


@dataclass(frozen=True)
class Signed:
    """A signed-in agent: session, API token, tickets they may see, those of them that are open and new."""

    session: str
    token: str
    tickets: Sequence[str]
    open: Sequence[str]


@dataclass(frozen=True)
class Client:
    """A signed-in client: session, their requests, whether they see the company's."""

    session: str
    tickets: Sequence[str]
    is_wide: bool


@dataclass(frozen=True)
class Queries:
    """How many queries a page makes with so much on it."""

    page: str
    content: str
    number: int


@dataclass(frozen=True)
class Spent:
    """CPU seconds of the server's processes and of PostgreSQL's (None: the database is inside the server)."""

    server: float
    database: float | None

    def since(self, before: Spent) -> Spent:
        """The difference."""
        if self.database is None or before.database is None:
            return Spent(self.server - before.server, None)
        return Spent(self.server - before.server, self.database - before.database)

    def shared(self, number: int) -> Spent:
        """What each of so many requests took."""
        return Spent(self.server / number, None if self.database is None else self.database / number)


@dataclass(frozen=True)
class Stage:
    """What a case is played on. `choosers`: sessions of agents who see ten custom fields in their lists."""

    engine: str
    port: int
    server: int
    postmaster: int | None
    agents: Sequence[Signed]
    clients: Sequence[Client]
    queries: Sequence[Queries]
    choosers: Sequence[str] = ()

    def spent(self) -> Spent:
        """CPU time until now."""
        return Spent(cpu.spent(self.server), cpu.spent(self.postmaster) if self.postmaster else None)


@contextmanager
def running(copy: WorkingCopy) -> Iterator[Stage]:
    """Server and worker inside the block, with everybody signed in."""
    cast = json.loads(run_inside(copy, "bench.inside.people").splitlines()[-1])
    port = _free_port()
    serve = ["serve", "--port", str(port), "--workers", str(SERVER_PROCESSES)]
    with _process(copy, serve) as server, _process(copy, ["worker"]):
        _wait(port)
        yield Stage(
            copy.engine,
            port,
            server.pid,
            copy.postmaster,
            [Signed(**one) for one in cast["agents"]],
            [Client(**one) for one in cast["clients"]],
            [Queries(**one) for one in cast["queries"]],
            cast["choosers"],
        )


@contextmanager
def _process(copy: WorkingCopy, arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    log = copy.home / f"{arguments[0]}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "otklik.cli.main", *arguments],
            cwd=ROOT,
            env=copy.environment | _line.environment,
            pass_fds=[_line.fd],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    request = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    while time.monotonic() < until:
        try:
            if wire.ask(port, request) < 500:
                return
        except (OSError, wire.Broken):
            time.sleep(0.2)
    raise SystemExit("The server does not answer.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
