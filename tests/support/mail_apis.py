"""Mailgun's and Postmark's sending APIs on loopback: addresses, how a key is told, forms and answers."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

KEY, DOMAIN = "right-key", "mg.desk.test"
_NAME = re.compile(rb' name="([^"]+)"')
Answer = tuple[int, Mapping[str, object]]


@dataclass
class MailApis:
    """What came, and how to answer: `answers` are used up first, one a mail. `breaks_off`: so many mails are
    taken and the connection closed without a word."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    letters: list[Mapping[str, object]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    breaks_off: int = 0

    def mailgun(self, place: str, authorization: str, form: Mapping[str, bytes]) -> Answer:
        """`POST /v3/<domain>/messages` and `messages.mime`."""
        if authorization != "Basic " + base64.b64encode(f"api:{KEY}".encode()).decode():
            return 401, {"message": "Invalid private key"}
        if not place.startswith(f"/v3/{DOMAIN}/messages"):
            return 404, {"message": "Domain not found: other.test"}
        if "message" not in form or not place.endswith(".mime"):
            return 400, {"message": "from parameter is missing"}
        mail = email.message_from_bytes(form["message"], policy=email.policy.default)
        self.mails.append((form["to"].decode(), mail))
        return 200, {"id": "<20261122.1@mg.desk.test>", "message": "Queued. Thank you."}

    def postmark(self, token: str, letter: Mapping[str, object]) -> Answer:
        """`POST /email`."""
        if token != KEY:
            return 401, {"ErrorCode": 10, "Message": "The Server Token you provided was not found."}
        self.letters.append(letter)
        return 200, {"To": letter["To"], "MessageID": "b7bc2f4a", "ErrorCode": 0, "Message": "OK"}


def _form(body: bytes, boundary: str) -> Mapping[str, bytes]:
    """multipart/form-data: name → value, to the byte."""
    found: dict[str, bytes] = {}
    for part in body.split(f"--{boundary}".encode()) if boundary else ():
        head, _empty, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if name:
            found[name[1].decode()] = content.removesuffix(b"\r\n")
    return found


class _Handler(BaseHTTPRequestHandler):
    apis: ClassVar[MailApis]

    def do_GET(self) -> None:
        """Postmark's server of a token."""
        is_known = self.headers.get("X-Postmark-Server-Token") == KEY
        self._answer((200, {"Name": "Desk"}) if is_known else (401, {"ErrorCode": 10, "Message": "No"}))

    def do_POST(self) -> None:
        """A mail."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.apis.answers:
            self._answer(self.apis.answers.pop(0))
            return
        if self.path == "/email":
            token = self.headers.get("X-Postmark-Server-Token") or ""
            answer = self.apis.postmark(token, json.loads(body))
        else:
            form = _form(body, self.headers.get_boundary() or "")
            answer = self.apis.mailgun(self.path, self.headers.get("Authorization") or "", form)
        if self.apis.breaks_off:
            self.apis.breaks_off -= 1
            self.close_connection = True
            return
        self._answer(answer)

    def _answer(self, answer: Answer) -> None:
        said = json.dumps(answer[1]).encode()
        self.send_response(answer[0])
        self.send_header("Content-Type", "application/json")
        if answer[0] == HTTPStatus.TEMPORARY_REDIRECT:
            self.send_header("Location", self.path)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args: object) -> None:
        """Nothing to the terminal."""


@contextmanager
def mail_apis() -> Iterator[MailApis]:
    """Both providers inside the block."""
    apis = MailApis()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"apis": apis}))
    apis.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield apis
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
