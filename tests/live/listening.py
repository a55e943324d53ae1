"""A listener for tests: holds a stream of a real server open and notes what it hears, and when."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.test import Client

from otklik.people.actor import Actor
from tests import make
from tests.support.ports import wait_until
from tests.support.servers import WebServer


@dataclass(frozen=True)
class Heard:
    """One message, and the moment it came (monotonic)."""

    id: int
    kind: str
    numbers: tuple[str, ...]
    actor: str
    at: float


@dataclass
class Listening:
    """An open stream."""

    status: int
    heard: list[Heard] = field(default_factory=list)
    place: int = 0
    has_ended: bool = False

    def wait_for(self, number: str, kind: str = "ticket.registered") -> Heard:
        """The message about this ticket, as soon as it is there."""
        wait_until(
            lambda: self._about(number, kind) is not None, f"{kind} of {number}", seconds=10, every=0.01
        )
        found = self._about(number, kind)
        assert found is not None
        return found

    def _about(self, number: str, kind: str) -> Heard | None:
        return next((one for one in self.heard if number in one.numbers and one.kind == kind), None)

    def take_line(self, line: str, event: dict[str, str]) -> None:
        """One line of the stream; an empty one ends a message."""
        name, _colon, value = line.partition(":")
        if name == "id":
            self.place = int(value)
        if line:
            event[name] = value.strip()
        elif "data" in event:
            said = json.loads(event["data"])
            assert said["id"] == event["id"]
            moment = time.monotonic()
            self.heard.append(
                Heard(int(said["id"]), said["kind"], tuple(said["numbers"]), said.get("actor", ""), moment)
            )
        if not line:
            event.clear()


def cookies(of: Actor) -> str:
    """A signed-in session of this person, as a cookie header."""
    client = Client()
    client.force_login(make.user_of(of))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def listening(
    server: WebServer, headers: Mapping[str, str], *, query: str = "", after: int | None = None
) -> Iterator[Listening]:
    """A stream inside the block; the block begins when the server has said where it stands."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    resume = {"Last-Event-ID": str(after)} if after is not None else {}
    connection.request("GET", f"/live/{query}", headers={**headers, **resume})
    response = connection.getresponse()
    stream = Listening(response.status)
    thread = threading.Thread(target=_read, args=(response, stream), daemon=True)
    thread.start()
    try:
        if response.status == http.HTTPStatus.OK:
            wait_until(lambda: stream.place > 0 or stream.has_ended, "the stream begins")
        yield stream
    finally:
        with suppress(OSError):
            connection.sock.shutdown(2)
        thread.join(5)
        connection.close()


def _read(response: http.client.HTTPResponse, stream: Listening) -> None:
    event: dict[str, str] = {}
    with suppress(OSError, http.client.HTTPException, ValueError):
        while line := response.readline():
            stream.take_line(line.decode().rstrip("\n"), event)
    stream.has_ended = True
