"""Plain requests to a running server."""

from __future__ import annotations

import http.client
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.support.servers import WebServer


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def ask(
    server: WebServer,
    path: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | Iterable[bytes] | None = None,
) -> Answer:
    """One request on a connection of its own; an iterable body goes in chunks of unknown number."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers, response.read())
    finally:
        connection.close()
