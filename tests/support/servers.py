"""Our own program as real processes: for tests that kill it, drive a browser, or pipe a mail into it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from otklik.cli import lifeline
from tests.support.ports import free_port, wait_until

SECRET_KEY = os.environ.get("OTKLIK_SECRET_KEY", "known to everybody, and only good for tests")
SECONDS_TO_STOP = 20

# One pipe for the whole run: processes end with the tests, however the tests end.
_line = lifeline.create()


@dataclass(frozen=True)
class Process:
    """A running command of the program; what it prints goes to `log`."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """The process that was started, not those it started."""
        return self.popen.pid

    def kill(self) -> None:
        """SIGKILL to it and to all its own processes, at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def stop(self) -> int:
        """Ask it to end, make it end if it does not; return its exit code."""
        self.popen.terminate()
        try:
            return self.popen.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} does not stop:\n{self.output()}") from None
        finally:
            self.kill()

    def output(self) -> str:
        """What it printed last."""
        return self.log.read_text(errors="replace")[-4000:]


@dataclass(frozen=True)
class WebServer:
    """A running `otklik serve`."""

    process: Process
    port: int

    @property
    def url(self) -> str:
        """The address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Installation:
    """A data folder and a migrated database: what any number of our processes share."""

    home: Path
    database_url: str
    settings: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """The environment of a process of this installation."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")}
        own = {
            "DJANGO_SETTINGS_MODULE": "otklik.config.settings",
            "OTKLIK_DATABASE_URL": self.database_url,
            "OTKLIK_HOME": str(self.home),
            "OTKLIK_SECRET_KEY": SECRET_KEY,
        }
        return inherited | own | dict(self.settings)

    def run(
        self, *arguments: str, stdin: bytes = b"", seconds: float = 60
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command of the program to its end."""
        return subprocess.run(
            [sys.executable, "-m", "otklik.cli.main", *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            env=self.environment(),
            timeout=seconds,
        )

    def start(self, *arguments: str, settings: Mapping[str, str] | None = None) -> Process:
        """Start a command of the program; the caller ends it (`stop`, `kill`)."""
        name = "otklik " + " ".join(arguments)
        log = self.home / f"{arguments[0]}-{free_port()}.log"
        with log.open("wb") as output:
            popen = subprocess.Popen(
                [sys.executable, "-m", "otklik.cli.main", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environment() | dict(settings or {}) | _line.environment,
                pass_fds=[_line.fd],
                start_new_session=True,
            )
        return Process(name, popen, log)

    @contextmanager
    def serve(self, *, workers: int = 1) -> Iterator[WebServer]:
        """A web server inside the block, answering before the block begins."""
        port = free_port()
        process = self.start(
            "serve", "--port", str(port), "--workers", str(workers), settings=_base_url(port)
        )
        try:
            wait_until(lambda: _answers(process, port), "the web server answers")
            yield WebServer(process, port)
        finally:
            process.stop()

    @contextmanager
    def worker(self, *, concurrency: int = 2) -> Iterator[Process]:
        """A background worker inside the block."""
        process = self.start("worker", "--concurrency", str(concurrency))
        try:
            yield process
        finally:
            process.stop()


def _base_url(port: int) -> dict[str, str]:
    return {"OTKLIK_BASE_URL": f"http://127.0.0.1:{port}"}


def _answers(process: Process, port: int) -> bool:
    if process.popen.poll() is not None:
        raise AssertionError(f"{process.name} ended with {process.popen.returncode}:\n{process.output()}")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
