"""`otklik serve`: web pages, API and live updates."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from otklik.cli import lifeline
from otklik.cli.address import DEFAULT_HOST, DEFAULT_PORT, ensure_free
from otklik.cli.django_start import name_settings

APPLICATION = "otklik.config.asgi:application"
# An open event stream never ends by itself; a stopping server waits this long for requests in progress.
SECONDS_TO_FINISH = 5


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    parser = argparse.ArgumentParser(prog="otklik serve", description=__doc__)
    add_arguments(parser)
    options = parser.parse_args(argv)
    ensure_free(options.host, options.port)
    lifeline.hold()
    name_settings()
    serve(options.host, options.port, options.workers)
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options `serve` and `all` have in common."""
    parser.add_argument("--host", default=DEFAULT_HOST, help=f"address to listen on ({DEFAULT_HOST})")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"port to listen on ({DEFAULT_PORT})")
    parser.add_argument("--workers", type=int, default=1, help="processes; one a core is enough (1)")


def serve(host: str, port: int, workers: int) -> None:
    """Run granian over our ASGI application (no lifespan: nothing in a process's memory needs a farewell)."""
    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
    )
    sys.stdout.flush()
    server.serve()
