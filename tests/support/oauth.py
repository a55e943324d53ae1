"""A mail provider's token server on loopback: the real protocol, codes and tokens of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Refusal(Exception):
    """An error of RFC 6749, section 5.2."""


@dataclass
class Provider:
    """Its registered program, what it has given out, and how it behaves."""

    client_id: str = "otklik-test"
    client_secret: str = "program-secret"
    owner: str = "support@otklik.test"
    lasts: int = 3600
    refresh_lasts: int | None = None
    rotates: bool = True
    refuses: str = ""
    port: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    access: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def consent(self, address: str) -> tuple[str, str]:
        """A person opens the address and agrees: the code and the state the browser comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["client_id"]) == ("code", self.client_id)
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return code, asked["state"]

    def give(self, form: dict[str, str]) -> dict[str, object]:
        """What `/token` answers."""
        self.asked.append(form.get("grant_type", ""))
        if self.refuses:
            raise Refusal(self.refuses)
        if (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            raise Refusal("invalid_client")
        if form["grant_type"] == "authorization_code":
            self._check_code(form)
        elif form["grant_type"] != "refresh_token" or form["refresh_token"] not in self.refresh:
            raise Refusal("invalid_grant")
        elif self.rotates:
            self.refresh.discard(form["refresh_token"])
        return self._tokens(is_first=form["grant_type"] == "authorization_code")

    def _check_code(self, form: dict[str, str]) -> None:
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            raise Refusal("invalid_grant")
        if asked["code_challenge"] != proof:
            raise Refusal("invalid_grant")

    def _tokens(self, *, is_first: bool) -> dict[str, object]:
        access = secrets.token_urlsafe(24)
        self.access.add(access)
        said: dict[str, object] = {"access_token": access, "token_type": "Bearer", "expires_in": self.lasts}
        if is_first or self.rotates:
            refresh = secrets.token_urlsafe(24)
            self.refresh.add(refresh)
            said["refresh_token"] = refresh
            if self.refresh_lasts is not None:
                said["refresh_token_expires_in"] = self.refresh_lasts
        return said


@contextmanager
def oauth_provider() -> Iterator[Provider]:
    """Run it inside the block. `/introspect` tells Dovecot whose a token is (RFC 7662)."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if urlsplit(self.path).path == "/introspect":
                self._say(200, _told(provider, form.get("token", "")))
                return
            try:
                self._say(200, provider.give(form))
            except Refusal as refusal:
                self._say(400, {"error": str(refusal), "error_description": "said by the provider"})

        def do_GET(self) -> None:
            token = urlsplit(self.path).path.rpartition("/")[2]
            self._say(200, _told(provider, token))

        def _say(self, status: int, said: dict[str, object]) -> None:
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def _told(provider: Provider, token: str) -> dict[str, object]:
    known = token in provider.access
    return (
        {"active": known, "username": provider.owner, "email": provider.owner} if known else {"active": False}
    )
