"""What `otklik serve` runs: the event stream itself, everything else as pages made in threads.

Not Django's own ASGI handler: under it every request opens a database connection of its own and costs about
a millisecond more (docs/decisions/0008-one-server.md).
"""

from __future__ import annotations

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.conf import settings

# Loads the settings and the packages; what is imported below needs them.
from otklik.config.wsgi import application as pages  # isort: split

from otklik.config.bridge import Bridge
from otklik.config.threads import Threads
from otklik.live.stream import LiveStream
from otklik.web.live import listener_of

# More threads than cores wait for each other; the rest serve while one waits for the database.
THREADS = 8
WAITING = 200
FILES_AT_ONCE = 10
"""As many of the largest allowed files as one request may bring."""

_threads = Threads("pages", THREADS, WAITING)
_bridge = Bridge(pages, _threads, settings.MAX_UPLOAD_BYTES * (FILES_AT_ONCE + 1))
_live = LiveStream(listener_of, _threads.ask)


async def application(scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer one request."""
    answer = _live if scope["path"] == "/live/" else _bridge
    await answer(scope, receive, send)
