"""`GET /live/`: the stream itself, an ASGI application beside the pages.

Who listens is found as for a page, in one call in a thread, and again with every heartbeat and after every
change of configuration: a session that has ended ends its streams, a person who left a team hears no more
of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from http import HTTPStatus
from time import monotonic
from typing import ParamSpec, Protocol, TypeVar
from urllib.parse import parse_qs

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

from otklik.live import wire
from otklik.live.hub import Hub, Listener
from otklik.live.reading import Missed, missed
from otklik.live.wire import Told
from otklik.people.actor import Actor

HEARTBEAT = 25.0
"""Seconds between two signs of life, and between two questions who it is."""
AT_ONCE = 2
"""Threads used at once: a thousand listeners that come back together must not keep pages waiting."""
PATIENCE = 10.0
"""Seconds to wait for the database before the first answer."""
LARGEST_ID = 2**63 - 1
HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # a proxy in front must not gather what is to be there at once
    (b"x-content-type-options", b"nosniff"),
)

P = ParamSpec("P")
T = TypeVar("T")
Who = tuple[Mapping[str, str], str]
"""The headers `cookie` and `authorization`, and the face: `agent`, `contact` or empty."""
Authenticate = Callable[[Mapping[str, str], str], Actor | None]
"""Who that is; None when nobody we know."""


class InThread(Protocol):
    """Runs a function that asks the database in a thread made for that."""

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """The function's result."""


class LiveStream:
    """The endpoint. One for a process: it holds the process's hub."""

    def __init__(self, authenticate: Authenticate, in_thread: InThread) -> None:
        self._authenticate = authenticate
        self._thread = in_thread
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._hub = Hub()

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer one request: a stream, or a refusal with nothing in it."""
        if scope["method"] != "GET":
            await _refuse(send, HTTPStatus.METHOD_NOT_ALLOWED)
            return
        who = _who(scope)
        actor = await self._in_thread(self._authenticate, *who)
        if actor is None:
            await _refuse(send, HTTPStatus.UNAUTHORIZED)
        elif self._hub.is_full(actor):
            await _refuse(send, HTTPStatus.TOO_MANY_REQUESTS)
        else:
            await self._stream(who, Listener(actor, _last_id(scope)), receive, send)

    async def _stream(
        self, who: Who, listener: Listener, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._hub.ready()
        except TimeoutError:
            await _refuse(send, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        gone = asyncio.ensure_future(_until_gone(receive, listener))
        try:
            await self._listen(who, listener, send)
        finally:
            self._hub.detach(listener)
            gone.cancel()

    async def _listen(self, who: Who, listener: Listener, send: ASGISendCallable) -> None:
        self._hub.attach(listener)
        start = self._hub.position
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS, "trailers": False})
        told = await self._first(listener, start)
        place = wire.place(max(start, listener.after))
        await _send(send, b"".join([wire.OPENING, *map(wire.message, told), place]))
        checked = monotonic()
        while not listener.has_ended:
            await listener.wait(HEARTBEAT)
            if listener.is_stale or monotonic() - checked >= HEARTBEAT:
                await self._ask_again(who, listener)
                checked = monotonic()
            if not listener.has_ended:
                await _send(send, self._news(listener))
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _first(self, listener: Listener, start: int) -> list[Told]:
        """What a returning listener has missed, or what a new page may have."""
        if not listener.after:
            return Missed(self._hub.recent(), start).told_to(listener.actor)
        if listener.after == start:
            return []
        found = await self._in_thread(missed, listener.after, until=start)
        if found.reset:
            listener.after = start
        return found.told_to(listener.actor)

    async def _in_thread(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._turn:
            return await self._thread(function, *args, **kwargs)

    async def _ask_again(self, who: Who, listener: Listener) -> None:
        """Who is it now? The stream ends with the session and when somebody else has signed in."""
        token = self._hub.token
        actor = await self._in_thread(self._authenticate, *who)
        if actor is None or actor.user_id != listener.actor.user_id:
            listener.end()
            return
        listener.actor = actor
        listener.is_stale = self._hub.token != token

    def _news(self, listener: Listener) -> bytes:
        """What waits; a heartbeat when nothing does."""
        position = self._hub.position
        taken = listener.take()
        if listener.has_overflown:
            listener.has_overflown = False
            return wire.message(Told(position, wire.RESET))
        told = [one for happening in taken if (one := happening.told_to(listener.actor))]
        return b"".join(map(wire.message, told)) or wire.place(max(position, listener.after))


async def _until_gone(receive: ASGIReceiveCallable, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


async def _send(send: ASGISendCallable, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: ASGISendCallable, status: HTTPStatus) -> None:
    headers: Iterable[tuple[bytes, bytes]] = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _who(scope: HTTPScope) -> Who:
    wanted = (b"cookie", b"authorization")
    sent = [(name.decode(), value.decode("latin-1")) for name, value in scope["headers"] if name in wanted]
    headers: dict[str, str] = {}
    for name, value in sent:
        headers[name] = f"{headers[name]}; {value}" if name in headers else value
    return headers, _asked(scope, "face")


def _header(scope: HTTPScope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _asked(scope: HTTPScope, name: str) -> str:
    return parse_qs(scope["query_string"].decode("latin-1")).get(name, [""])[0]


def _last_id(scope: HTTPScope) -> int | None:
    """Where to go on: the browser says it in a header when it comes back, a script in the address."""
    given = _header(scope, b"last-event-id") or _asked(scope, "id")
    return int(given) if given.isascii() and given.isdigit() and int(given) <= LARGEST_ID else None
