"""What the server runs: pages and API as WSGI in a few threads.

Not Django's own ASGI handler: under it every request opens a database connection of its own and costs about a
millisecond more. A thread keeps its connection.
"""

from __future__ import annotations

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, ReceiveEvent, Scope, Send

from otklik.config.wsgi import application as wsgi

# More threads than cores wait for each other; the rest serve while one waits for the database or a reader.
THREADS = 8

pages = WSGIMiddleware(wsgi, workers=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""

    async def next_event() -> ReceiveEvent:
        # The server's own `receive` returns a future; the middleware needs a coroutine.
        return await receive()

    await pages(scope, next_event, send)
