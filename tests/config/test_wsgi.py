"""Built files in front of the pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest

from otklik.config.wsgi import STATIC, application


def get(path: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
    """Status, headers and body of one request."""
    environ: dict[str, object] = {"PATH_INFO": path, **headers}
    setup_testing_defaults(environ)
    answer: list[tuple[str, dict[str, str]]] = []

    def start_response(status: str, fields: Iterable[tuple[str, str]]) -> None:
        answer.append((status, dict(fields)))

    body = application(environ, start_response)
    content = b"".join(body)
    body.close()
    return *answer[0], content


def built(name: str) -> str:
    """The address of a built file, as pages link it."""
    hashed: str = json.loads((STATIC / "dist" / "manifest.json").read_text())[name]
    return f"/static/dist/{hashed}"


def test_a_built_file_is_kept_for_ever() -> None:
    status, headers, content = get(built("desk.css"))
    assert status == "200 OK"
    assert headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers
    assert content == (STATIC / built("desk.css").removeprefix("/static/")).read_bytes()


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_it_travels_compressed(encoding: str) -> None:
    _status, headers, content = get(built("desk.css"), HTTP_ACCEPT_ENCODING=encoding)
    assert headers["Content-Encoding"] == encoding
    assert len(content) * 3 < (STATIC / built("desk.css").removeprefix("/static/")).stat().st_size


def test_a_name_without_hash_is_asked_for_again() -> None:
    _status, headers, _content = get("/static/dist/manifest.json")
    assert headers["Cache-Control"] == "max-age=60, public"


def test_nothing_else_is_a_file() -> None:
    # Paths are looked up in this table, never on the disk.
    served = {Path(file.alternatives[-1][1]) for file in application.files.values()}
    assert served
    assert [path for path in served if not path.is_relative_to(STATIC)] == []
