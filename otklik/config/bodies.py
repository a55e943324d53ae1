"""Reading a request's body before a thread is given to it: who sends slowly holds no thread."""

from __future__ import annotations

import asyncio
import io
import tempfile
from typing import IO

from asgiref.typing import ASGIReceiveCallable, HTTPScope

IN_MEMORY = 1024 * 1024
SILENCE = 60.0
"""Seconds a client may send nothing."""
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class TooLarge(Exception):
    """More than is ever taken."""


class Gone(Exception):
    """The client hung up, or sent nothing for a minute."""


async def read_body(scope: HTTPScope, receive: ASGIReceiveCallable, limit: int) -> IO[bytes]:
    """The whole body at its beginning, in memory or in a temporary file; `TooLarge`, `Gone`."""
    headers = dict(scope["headers"])
    declared = headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge
    if scope["method"] in _WITHOUT_BODY and not declared and b"transfer-encoding" not in headers:
        return io.BytesIO()
    first, more = await _next(receive)
    if not more:
        return io.BytesIO(first)
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by whoever reads it
    try:
        await _rest(body, first, receive, limit)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _rest(body: IO[bytes], gathered: bytes, receive: ASGIReceiveCallable, limit: int) -> None:
    size, more, waiting = len(gathered), True, bytearray(gathered)
    while more:
        chunk, more = await _next(receive)
        size += len(chunk)
        if size > limit:
            raise TooLarge
        waiting += chunk
        if len(waiting) >= IN_MEMORY or not more:
            # The disk may let us wait; the event loop must not.
            await asyncio.to_thread(body.write, bytes(waiting))
            waiting.clear()


async def _next(receive: ASGIReceiveCallable) -> tuple[bytes, bool]:
    try:
        async with asyncio.timeout(SILENCE):
            event = await receive()
    except TimeoutError:
        raise Gone from None
    if event["type"] != "http.request":
        raise Gone
    return event.get("body", b""), event.get("more_body", False)
