"""What the server runs: pages and API as WSGI in a few threads.

Not Django's own ASGI handler: under it every request opens a database connection of its own and costs about a
millisecond more. A thread keeps its connection.
"""

from a2wsgi import WSGIMiddleware

from otklik.config.wsgi import application as pages

# More threads than cores only wait for each other; some are for requests that wait for a database or a slow reader.
THREADS = 8

application = WSGIMiddleware(pages, workers=THREADS)
