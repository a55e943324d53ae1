"""Ports and waiting."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    """A port on loopback nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(is_done: Callable[[], bool], what: str, *, seconds: float = 30, every: float = 0.05) -> None:
    """Return as soon as `is_done()`; AssertionError naming `what` when it does not come true in time."""
    limit = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > limit:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(every)


def is_listening(port: int) -> bool:
    """Whether somebody accepts connections on this loopback port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            return True
    except OSError:
        return False
