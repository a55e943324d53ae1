"""A small WSGI application under our bridge, with two threads, for `test_bridge`."""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

from otklik.config.bridge import Bridge
from otklik.config.threads import Threads

MEGABYTE = 1024 * 1024
LIMIT = 30 * MEGABYTE


class Stream:
    """An answer that is still being made: a line every tenth of a second; a file says that it was ended."""

    streaming = True

    def __init__(self, mark: str) -> None:
        self._mark = Path(mark)

    def __iter__(self) -> Iterator[bytes]:
        for number in range(600):
            yield f"{number}\n".encode()
            time.sleep(0.1)

    def close(self) -> None:
        """As Django ends a response."""
        self._mark.touch()


def pages(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answers by the first part of the path."""
    asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    what = environ["PATH_INFO"].split("/")[1]
    if what == "broken":
        raise ValueError(what)
    if what == "stream":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return Stream(asked["mark"])
    if what == "file":
        file = io.FileIO(asked["name"])
        size = str(Path(asked["name"]).stat().st_size)
        start_response("200 OK", [("Content-Length", size)])
        answer: Iterable[bytes] = environ["wsgi.file_wrapper"](file)
        return answer
    if what == "slow":
        time.sleep(2)
    body = json.dumps(_seen(environ) if what == "echo" else what).encode()
    start_response("200 OK", [("Content-Length", str(len(body))), ("X-Two", "1"), ("X-Two", "2")])
    return [body]


def _seen(environ: WSGIEnvironment) -> dict[str, object]:
    digest, size = hashlib.sha256(), 0
    while chunk := environ["wsgi.input"].read(MEGABYTE):
        digest.update(chunk)
        size += len(chunk)
    named = {name: value for name, value in environ.items() if isinstance(value, str)}
    return named | {"read": size, "sha256": digest.hexdigest()}


_bridge = Bridge(pages, Threads("trial", 2, 4), LIMIT)


async def application(scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """What granian runs."""
    await _bridge(scope, receive, send)
