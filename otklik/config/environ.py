"""A request in the words of WSGI (PEP 3333): what CGI called the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import IO
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

from asgiref.typing import HTTPScope

_OWN_NAMES = {b"content-length": "CONTENT_LENGTH", b"content-type": "CONTENT_TYPE"}


def environ_of(scope: HTTPScope, body: IO[bytes], file_wrapper: Callable[..., object]) -> WSGIEnvironment:
    """The environment of a request whose body has been read; its length is what was read."""
    host, port = scope.get("server") or ("localhost", 0)
    path = scope.get("raw_path") or scope["path"].encode()
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": file_wrapper,
    }
    client = scope.get("client")
    if client:
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = str(client[0]), str(client[1])
    _add_headers(environ, scope)
    environ["CONTENT_LENGTH"] = str(_size(body))
    return environ


def _add_headers(environ: WSGIEnvironment, scope: HTTPScope) -> None:
    for raw, value in scope["headers"]:
        # With an underscore it would pass for the same name with a hyphen, behind the proxy's back.
        if b"_" in raw:
            continue
        name = _OWN_NAMES.get(raw) or "HTTP_" + raw.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        if name in environ:
            text = environ[name] + ("; " if raw == b"cookie" else ",") + text
        environ[name] = text


def _size(body: IO[bytes]) -> int:
    size = body.seek(0, os.SEEK_END)
    body.seek(0)
    return size
