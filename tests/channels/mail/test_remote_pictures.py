"""Pictures of a letter that stand elsewhere: loaded by us, from public servers only, and drawn anew."""

from __future__ import annotations

import base64
import io
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from otklik.channels.mail import remote_pictures
from otklik.channels.mail.inbound import InboundAttachment
from otklik.channels.mail.looks import FRAME_POLICY, page_of, remote_addresses, without_remote
from otklik.channels.mail.parse import parse
from otklik.channels.mail.remote_pictures import NotLoaded, load, loaded
from otklik.core import pinned
from otklik.core.pictures import Drawn


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), "blue").save(out, "PNG")
    return out.getvalue()


class _Pictures(BaseHTTPRequestHandler):
    """A server of somebody else's."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Host"]))
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to?"))
            self.end_headers()
            return
        self.send_response(404 if self.path == "/gone" else 200)
        self.end_headers()
        self.wfile.write({"/door.png": png(), "/page": b"<html>"}.get(self.path, b"x" * 5000))

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """On loopback, so never to be asked; a test that wants it asked says that it is public."""
    _Pictures.asked = []
    found = ThreadingHTTPServer(("127.0.0.1", 0), _Pictures)
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()
    thread.join()


@pytest.fixture
def base(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(pinned, "PORTS", {"http": server.server_port, "https": 443})
    return f"http://localhost:{server.server_port}"


def everywhere(_address: str) -> bool:
    return True


def soon() -> float:
    return time.monotonic() + 5


def test_an_inner_server_is_never_asked(server: ThreadingHTTPServer, base: str) -> None:
    assert loaded([f"{base}/door.png", f"http://127.0.0.1:{server.server_port}/door.png"]) == {}
    assert _Pictures.asked == []


def test_a_public_server_is_asked_once_a_picture(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the address that was looked at, under its own name; what is no picture is left out."""
    monkeypatch.setattr(pinned, "is_public", everywhere)
    names = ("door.png", "door.png", "page", "gone", "to?/door.png")
    found = loaded([f"{base}/{name}" for name in names])
    assert {address.removeprefix(base): picture.content_type for address, picture in found.items()} == {
        "/door.png": "image/png",
        "/to?/door.png": "image/png",
    }
    assert set(_Pictures.asked) >= {("/door.png", "localhost"), ("/page", "localhost")}
    assert len(_Pictures.asked) == 5


def test_redirections_are_looked_at_too(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([True, False])
    monkeypatch.setattr(pinned, "is_public", lambda _address: next(answers))
    with pytest.raises(NotLoaded, match="not public"):
        load(f"{base}/to?{base}/door.png", soon())
    monkeypatch.setattr(pinned, "is_public", everywhere)
    for onward in ("file:///etc/passwd", "http://localhost:1/door.png", "gopher://localhost/"):
        with pytest.raises(NotLoaded, match="another scheme"):
            load(f"{base}/to?{onward}", soon())
    with pytest.raises(NotLoaded, match="too many redirections"):
        load(f"{base}/to?/to?/to?/to?/door.png", soon())


def test_limits(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinned, "is_public", everywhere)
    monkeypatch.setattr(remote_pictures, "MOST_BYTES", 4000)
    for address, why in (
        (f"{base}/large", "too many bytes"),
        (f"{base}/gone", "404"),
        (base.replace("//", "//user:word@"), "login"),
        ("http://[::1/", "no address"),
        ("//localhost/x", "scheme"),
    ):
        with pytest.raises(NotLoaded, match=why):
            load(address, soon())
    with pytest.raises(NotLoaded, match="no time"):
        load(f"{base}/door.png", time.monotonic() - 1)


LETTER = (
    b"From: a@client.example\nSubject: x\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    b'Content-Type: text/html; charset=utf-8\n\n<p onclick="x()">Look<script>x()</script>'
    b'<img src="https://cdn.example/a.png?x=1&amp;y=2" alt="door"><img src="cid:Inside"><img src="cid:none">'
    b"</p>\n--b\nContent-Type: image/png; name=a.png\nContent-ID: <inside>\n"
    b"Content-Transfer-Encoding: base64\n\n%s\n--b--\n"
)


def test_a_letter_as_a_page_for_a_frame() -> None:
    """Attached pictures are in the page, remote ones where they were loaded; nothing runs."""
    mail = parse(LETTER % base64.b64encode(png()))
    assert isinstance(mail.attachments[0], InboundAttachment)
    assert remote_addresses(mail) == ["https://cdn.example/a.png?x=1&y=2"]
    closed = page_of(mail, {})
    assert closed.count('src="data:image/png;base64,') == 1
    assert 'data-remote-src="https://cdn.example/a.png' in closed
    for forbidden in ("<script", "onclick", ' src="http', "cid:"):
        assert forbidden not in closed
    shown = page_of(mail, {"https://cdn.example/a.png?x=1&y=2": Drawn(b"x", "image/jpeg")})
    assert 'src="data:image/jpeg;base64,eA=="' in shown
    assert "data-remote-src=" not in shown.partition("</style>")[2]
    assert "default-src 'none'" in FRAME_POLICY
    assert "allow-scripts" not in FRAME_POLICY


def test_a_message_shows_the_words_of_a_remote_picture() -> None:
    mail = parse(
        b"Subject: x\nContent-Type: text/html\n\n<p>Look<img src='https://cdn.example/a.png'"
        b" alt='door &amp; lock' width=9 height=9><img src='https://cdn.example/b.png'></p>"
    )
    assert without_remote(mail.html) == "<p>Look[door &amp; lock]</p>"


def test_a_letter_without_markup_keeps_its_lines() -> None:
    assert "one &lt;b&gt;<br>\ntwo" in page_of(parse(b"Subject: x\n\none <b>\ntwo"), {})
