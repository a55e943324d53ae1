"""The address the server listens on."""

from __future__ import annotations

import os
import socket
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address

from otklik.core.errors import Refused

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
WELCOME = "/welcome"


def ensure_free(host: str, port: int) -> None:
    """`Refused` when the server could not listen there, in words a newcomer understands."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refused(
                f"Cannot listen on {host}, port {port}: {reason}."
                f" Choose another port: make run PORT={port + 1}, or otklik … --port {port + 1}"
            ) from error


def name_port(port: int) -> None:
    """Tell the settings which port links in mails lead to when no OTKLIK_BASE_URL is set."""
    os.environ["PORT"] = str(port)


def is_answering(host: str, port: int) -> bool:
    """Whether the application there answers. Accepting a connection is not enough: that comes sooner."""
    connection = HTTPConnection(_reachable(host), port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def is_new(host: str, port: int) -> bool:
    """Whether the application there is still to be set up: its sign-in page leads to `/welcome`."""
    connection = HTTPConnection(_reachable(host), port, timeout=5)
    try:
        connection.request("GET", "/login")
        answer = connection.getresponse()
        return answer.status == HTTPStatus.FOUND and answer.headers.get("Location") == WELCOME
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    """An address to call when the server listens on every one."""
    return {str(IPv4Address(0)): DEFAULT_HOST, "::": "::1"}.get(host, host)


def url(host: str, port: int) -> str:
    """The address for a browser."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
