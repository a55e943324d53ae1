"""A service outside, like a webhook or a mail server: told the same thing twice, it recognises the key."""

from __future__ import annotations

import http.client
import http.server
import json
import socket
import threading
from dataclasses import dataclass, field

TIMEOUT = 10.0


@dataclass
class Book:
    """What was said, by key: how often, and the receipt that was given each time."""

    said: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, key: str) -> str:
        """The receipt for this key, the same for every repeat."""
        with self.lock:
            self.said[key] = self.said.get(key, 0) + 1
        return f"receipt-{key}"


def listen() -> socket.socket:
    """A listening socket on loopback, to be served by a child."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.listen(128)
    return listening


def serve(listening: socket.socket) -> None:
    """Answer for ever."""
    book = Book()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._answer({"receipt": book.note(self.rfile.read(length).decode())})

        def do_GET(self) -> None:
            self._answer(book.said)

        def log_message(self, *_arguments: object, **_names: object) -> None:
            """Say nothing."""

        def _answer(self, what: object) -> None:
            body = json.dumps(what).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Callers are killed in the middle of a call here; that is the point, and no news."""

    server = Server(listening.getsockname(), Handler, bind_and_activate=False)
    server.daemon_threads = True
    server.socket.close()
    server.socket = listening
    server.serve_forever()


def tell(port: int, key: str) -> str:
    """Say something under a key; the receipt."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("POST", "/", body=key.encode())
        receipt = json.loads(connection.getresponse().read())["receipt"]
    finally:
        connection.close()
    return str(receipt)


def told(port: int) -> dict[str, int]:
    """How often each key was said."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", "/")
        answer = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    return {str(key): int(count) for key, count in answer.items()}
