"""Serving the pages, a WSGI application (PEP 3333), under the ASGI server that also holds the streams.

Requests are read whole, answered in a thread, and sent by the event loop, so that a thread is busy only
while a page is made: neither a slow upload nor a slow download holds one. Numbers against the alternatives
are in docs/decisions/0008-one-server.md.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import IO
from wsgiref.types import WSGIApplication, WSGIEnvironment

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

from otklik.config.bodies import Gone, TooLarge, read_body
from otklik.config.environ import environ_of
from otklik.config.threads import Busy, Threads

log = logging.getLogger(__name__)
CHUNK = 256 * 1024


class FileChunks:
    """What the application answers with when it sends a file: read by the bridge, not by a page's thread."""

    def __init__(self, file: IO[bytes], _block_size: int = CHUNK) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        """For a middleware that looks inside."""
        while chunk := self.file.read(CHUNK):
            yield chunk

    def close(self) -> None:
        """End the response it belongs to."""
        self.file.close()


@dataclass
class Answer:
    """Status, headers and a body: whole, or a file, or chunks that are still being made."""

    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    file: FileChunks | None = None
    chunks: Iterable[bytes] | None = None

    def start(
        self, status: str, headers: list[tuple[str, str]], _error: object = None, /
    ) -> Callable[[bytes], object]:
        """WSGI's `start_response`."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _no_write


class Bridge:
    """The ASGI application around the WSGI one."""

    def __init__(self, application: WSGIApplication, threads: Threads, body_limit: int) -> None:
        self._application = application
        self._threads = threads
        self._body_limit = body_limit

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer one request."""
        try:
            body = await read_body(scope, receive, self._body_limit)
        except TooLarge:
            await _say(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        except Gone:
            return
        try:
            answer = await self._threads.run(self._make, environ_of(scope, body, FileChunks))
        except Busy:
            await _say(send, HTTPStatus.SERVICE_UNAVAILABLE, (b"retry-after", b"1"))
            return
        finally:
            body.close()
        await self._send(scope["method"] == "HEAD", answer, receive, send)

    def _make(self, environ: WSGIEnvironment) -> Answer:
        """In a thread: have the application answer; all of it, unless it is a file or an endless matter."""
        answer = Answer()
        result = self._application(environ, answer.start)
        if isinstance(result, FileChunks):
            answer.file = result
        elif getattr(result, "streaming", False):
            answer.chunks = result
        else:
            try:
                answer.body = b"".join(result)
            finally:
                _close(result)
        return answer

    async def _send(
        self, is_head: bool, answer: Answer, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": answer.headers,
                "trailers": False,
            }
        )
        if answer.file is not None:
            await _send_file(answer.file, is_head, receive, send)
        elif answer.chunks is not None:
            await self._send_chunks(answer.chunks, is_head, receive, send)
        await _body(send, b"" if is_head else answer.body, more=False)

    async def _send_chunks(
        self, chunks: Iterable[bytes], is_head: bool, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Chunks come from one thread from beginning to end: what makes them may hold its connection."""
        loop, gone = asyncio.get_running_loop(), asyncio.ensure_future(_until_gone(receive))

        def pass_on() -> None:
            try:
                for chunk in () if is_head else chunks:
                    asyncio.run_coroutine_threadsafe(_body(send, chunk), loop).result()
                    if gone.done():
                        return
            finally:
                _close(chunks)

        try:
            await self._threads.go_on(pass_on)
        finally:
            gone.cancel()


async def _send_file(
    file: FileChunks, is_head: bool, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        while not (is_head or gone.done()) and (chunk := await asyncio.to_thread(file.file.read, CHUNK)):
            await _body(send, chunk)
    finally:
        gone.cancel()
        await asyncio.to_thread(file.close)


async def _until_gone(receive: ASGIReceiveCallable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(send: ASGISendCallable, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _say(send: ASGISendCallable, status: HTTPStatus, *headers: tuple[bytes, bytes]) -> None:
    """An answer nobody had to make: its phrase in plain text."""
    text = status.phrase.encode()
    all_headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(text)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": all_headers, "trailers": False})
    await _body(send, text, more=False)


def _close(result: Iterable[bytes]) -> None:
    close = getattr(result, "close", None)
    if close is not None:
        close()


def _no_write(_data: bytes) -> object:
    """WSGI's old way of writing, which Django does not use."""
    raise NotImplementedError
