"""A client that costs little: HTTP/1.1 over raw keep-alive sockets, one thread for all of them (RFC 9112)."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

CHUNK = 1 << 18
_END_OF_HEAD = b"\r\n\r\n"


class Broken(Exception):
    """The server closed a connection or said what no server says."""


@dataclass
class Answers:
    """What came back: seconds each, statuses, bytes on the wire, how long all of it took."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    bytes: int = 0
    took: float = 0.0

    @property
    def number(self) -> int:
        """How many."""
        return len(self.seconds)

    def note(self, status: int, size: int, seconds: float) -> None:
        """One more answer."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.bytes += size
        self.seconds.append(seconds)


def drive(
    port: int, requests: Iterator[bytes], *, clients: int = 1, most: int = 0, until: float = 0
) -> Answers:
    """Keep so many clients busy, each asking again when answered, for `most` requests or `until` seconds."""
    answers = Answers()
    started = time.perf_counter()
    left = most or 1 << 60
    with selectors.DefaultSelector() as ready, ExitStack() as open_ones:
        busy = min(clients, left)
        for _client in range(busy):
            connection = open_ones.enter_context(_Connection(port, ready))
            connection.ask(next(requests))
            left -= 1
        while busy:
            for key, _events in ready.select():
                if not key.data.read(answers):
                    continue
                is_over = until and time.perf_counter() - started > until
                if left and not is_over:
                    key.data.ask(next(requests))
                    left -= 1
                else:
                    busy -= 1
    answers.took = time.perf_counter() - started
    return answers


def ask(port: int, request: bytes) -> int:
    """One request on a connection of its own; the status."""
    return next(iter(drive(port, iter([request]), most=1).statuses))


class _Connection:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int, ready: selectors.BaseSelector) -> None:
        self._ready = ready
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.register(self._socket, selectors.EVENT_READ, self)
        self._got = bytearray()
        self._wanted: int | None = None
        self._status = 0
        self._asked = 0.0

    def ask(self, request: bytes) -> None:
        """Send; requests are smaller than a socket's buffer."""
        self._got.clear()
        self._wanted = None
        self._asked = time.perf_counter()
        self._socket.sendall(request)

    def read(self, answers: Answers) -> bool:
        """Take what is there; whether the answer is complete."""
        part = self._socket.recv(CHUNK)
        if not part:
            raise Broken(f"the server closed the connection after {bytes(self._got[:200])!r}")
        self._got += part
        if self._wanted is None:
            self._wanted = self._look_at_head()
        is_whole = len(self._got) >= self._wanted if self._wanted else self._got.endswith(b"\r\n0\r\n\r\n")
        if self._wanted is None or not is_whole:
            return False
        answers.note(self._status, len(self._got), time.perf_counter() - self._asked)
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._ready.unregister(self._socket)
        self._socket.close()

    def _look_at_head(self) -> int | None:
        """How long the whole answer will be; 0: it comes in chunks; None: the head is not complete yet."""
        end = self._got.find(_END_OF_HEAD)
        if end < 0:
            return None
        head = bytes(self._got[:end]).lower()
        self._status = int(head[9:12])
        _before, found, rest = head.partition(b"\r\ncontent-length:")
        if found:
            return end + len(_END_OF_HEAD) + int(rest.split(b"\r\n", 1)[0])
        return 0 if b"\r\ntransfer-encoding: chunked" in head else end + len(_END_OF_HEAD)
