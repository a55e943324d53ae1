"""What the server runs: pages and API as WSGI in a few threads.

Not Django's own ASGI handler: under it every request opens a database connection of its own and costs about a
millisecond more. A thread keeps its connection.
"""

from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp

from otklik.config.wsgi import application as pages

# More threads than cores wait for each other; the rest serve while one waits for the database or a reader.
THREADS = 8

application = WSGIMiddleware(cast(WSGIApp, pages), workers=THREADS)
