"""What every answer carries, what faults look like, and files: never run, never shown to others."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, path
from PIL import Image

from otklik.clients.commands import ContactSpec, create_contact
from otklik.config import urls
from otklik.core import files
from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible, Refused
from otklik.core.models import StoredFile
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import ru, text_of, visitor, words_of

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def test_headers_of_pages(people: make.Cast) -> None:
    """Nothing from outside runs, nobody frames us, nobody else's cache keeps it."""
    for browser, address in (
        (visitor(), "/login"),
        (visitor(people.agent), "/desk/tickets"),
        (visitor(people.client), "/"),
        (visitor(people.admin), "/settings/"),
        (visitor(people.agent), "/desk/tickets/INC999"),
    ):
        answer = browser.get(address)
        given = dict(
            part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")
        )
        assert {name: given[name] for name in POLICY} == POLICY
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "private" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Language"] == "ru"
        assert "<script>" not in text_of(answer)
        assert " style=" not in text_of(answer)
        assert " onclick=" not in text_of(answer)


def test_cookies(people: make.Cast) -> None:
    """The session is out of reach of scripts and of other sites."""
    browser = visitor()
    browser.post("/login", {"login": "agent@desk.test", "password": make.PASSWORD})
    session = browser.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")


def _broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a secret of the inside")


REFUSALS: dict[str, tuple[Refused, int]] = {
    "denied": (Denied("Нет права."), 403),
    "missing": (NotFound(), 404),
    "conflict": (Conflict("Уже изменено."), 409),
    "impossible": (NotPossible("Так нельзя."), 409),
    "invalid": (Invalid({"field": "Не так."}), 422),
}


def _refused(request: HttpRequest, kind: str) -> HttpResponse:
    raise REFUSALS[kind][0]


@pytest.fixture
def faulty() -> Iterator[None]:
    """Two more pages: one breaks, one is refused."""
    more: list[URLPattern] = [path("broken", _broken), path("refused/<str:kind>", _refused)]
    urls.urlpatterns += more
    with override_settings(ROOT_URLCONF="otklik.config.urls"):
        yield
    for pattern in more:
        urls.urlpatterns.remove(pattern)


@pytest.mark.usefixtures("faulty")
def test_our_faults_show_no_trace(people: make.Cast) -> None:
    """A sentence and a way on; nothing of the inside."""
    browser = Client(raise_request_exception=False)
    browser.force_login(make.user_of(people.agent))
    answer = browser.get("/broken")
    assert answer.status_code == 500
    assert ru("Something broke on our side") in words_of(answer)
    for inside in ("secret", "Traceback", "ZeroDivisionError", "otklik/", ".py"):
        assert inside not in words_of(answer)


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("kind", REFUSALS)
def test_refusals(people: make.Cast, kind: str) -> None:
    """A page with the sentence for people, a problem document for our scripts."""
    error, status = REFUSALS[kind]
    page = visitor(people.client).get(f"/refused/{kind}")
    assert page.status_code == status
    assert (error.message or ru("There is nothing here")) in words_of(page)
    answer = visitor(people.client, script=True).get(f"/refused/{kind}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["title"]) == (status, error.code)
    assert problem["detail"] == (error.message or ru("There is nothing here, or it is not open to you."))


def test_addresses_there_are_not(people: make.Cast) -> None:
    """404 in words, and a NUL is a 400, also in a form."""
    for browser in (visitor(), visitor(people.agent), visitor(people.client)):
        answer = browser.get("/nothing/here")
        assert answer.status_code == 404
        assert ru("There is nothing here") in words_of(answer)
    agent = visitor(people.agent)
    assert agent.get("/desk/tickets", {"q": "\x00"}).status_code == 400
    assert agent.get("/desk/tickets/%00").status_code == 400
    assert agent.post("/desk/tickets/new", {"subject": "a\x00", "text": "x"}).status_code == 400


def _file(by: Actor, name: str, kind: str, content: bytes) -> StoredFile:
    return files.attach_name(files.store([content]), name, kind, by.ref)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("снимок.png", "image/png", True),
        ("фото.jpg", "image/jpeg", True),
        ("page.html", "text/html", False),
        ("схема.svg", "image/svg+xml", False),
        ("счёт.pdf", "application/pdf", False),
        ("x.png", "text/html", False),
        ("x", "", False),
    ],
)
def test_a_file_never_runs(people: make.Cast, name: str, kind: str, shown: bool) -> None:
    """Pictures are shown, everything else is downloaded as bytes, under its name, in a sandbox."""
    file = _file(people.client, name, kind, b"<script>alert(1)</script>")
    make.ticket(people.client, files=[file])
    answer = visitor(people.client).get(f"/files/{file.uid}")
    assert b"".join(answer) == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == (kind if shown else "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert answer.headers["Content-Length"] == "25"


def test_a_file_is_asked_for_again(people: make.Cast) -> None:
    """HEAD without bytes; nothing new: 304 with its mark; for who may not see it: nothing at all."""
    file = _file(people.client, "a.png", "image/png", b"png")
    make.ticket(people.client, files=[file])
    client = visitor(people.client)
    head = client.head(f"/files/{file.uid}")
    assert (head.status_code, b"".join(head), head.headers["Content-Length"]) == (200, b"", "3")
    etag = head.headers["ETag"]
    same = client.get(f"/files/{file.uid}", headers={"If-None-Match": etag})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
    other = client.get(f"/files/{file.uid}", headers={"If-None-Match": '"other"'})
    assert (other.status_code, b"".join(other)) == (200, b"png")
    stranger = visitor(people.stranger).get(f"/files/{file.uid}", headers={"If-None-Match": etag})
    assert stranger.status_code == 404
    assert visitor().get(f"/files/{file.uid}").status_code == 404
    assert client.post(f"/files/{file.uid}").status_code == 405


def test_a_preview_is_drawn_by_us(people: make.Cast) -> None:
    """At a size for looking at; 404 for what only calls itself a picture; what is none stays itself."""
    out = io.BytesIO()
    Image.new("RGB", (3000, 1000), "red").save(out, "PNG")
    real = _file(people.client, "a.png", "image/png", out.getvalue() + b"<script>")
    false = _file(people.client, "b.png", "image/png", b"<script>")
    words = _file(people.client, "c.txt", "text/plain", b"words")
    make.ticket(people.client, files=[real, false, words])
    client = visitor(people.client)
    for size, points in (("small", (320, 107)), ("large", (1600, 533))):
        answer = client.get(f"/files/{real.uid}?preview={size}")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        with Image.open(io.BytesIO(answer.content)) as shown:
            assert shown.size == points
        mark = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(f"/files/{real.uid}?preview={size}", headers=mark).status_code == 304
        whole = client.get(f"/files/{real.uid}", headers=mark)
        assert (whole.status_code, b"".join(whole)) == (200, out.getvalue() + b"<script>")
    assert client.get(f"/files/{false.uid}?preview=small").status_code == 404
    assert b"".join(client.get(f"/files/{words.uid}?preview=small")) == b"words"


def test_files_by_token_and_by_both_faces(people: make.Cast) -> None:
    """A program reads what its token's owner reads; an employee who is a client too reads as either."""
    user = make.user_of(people.outsider)
    contact = create_contact(SYSTEM, ContactSpec("Инна Кадрова", user=user))
    file = _file(people.dispatcher, "a.png", "image/png", b"png")
    make.ticket(people.dispatcher, contact=contact, team=people.it, files=[file])
    assert Ticket.objects.get().contact == contact
    assert b"".join(visitor(people.outsider).get(f"/files/{file.uid}")) == b"png"
    for actor, status in ((people.agent, 200), (people.outsider, 404), (people.stranger, 404)):
        bearer = {"Authorization": f"Bearer {make.token(actor)}"}
        answer = visitor().get(f"/files/{file.uid}", headers=bearer)
        assert answer.status_code == status
        b"".join(answer)
