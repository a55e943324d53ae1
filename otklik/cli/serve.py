"""`otklik serve`: web pages, API and live updates."""

from __future__ import annotations

import argparse
import atexit
import multiprocessing
import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from otklik.cli import lifeline
from otklik.cli.address import DEFAULT_HOST, DEFAULT_PORT, ensure_free, name_port
from otklik.cli.django_start import name_settings

APPLICATION = "otklik.config.asgi:application"
# An open event stream never ends by itself; a stopping server waits this long for requests in progress.
SECONDS_TO_FINISH = 3
# Every open page holds a stream. Beyond this many a process accepts no more; granian's default is 1024.
CONNECTIONS = 6000


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    parser = argparse.ArgumentParser(prog="otklik serve", description=__doc__)
    add_arguments(parser)
    options = parser.parse_args(argv)
    ensure_free(options.host, options.port)
    lifeline.hold()
    name_settings()
    name_port(options.port)
    serve(options.host, options.port, options.workers)
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options `serve` and `all` have in common."""
    parser.add_argument("--host", default=DEFAULT_HOST, help=f"address to listen on ({DEFAULT_HOST})")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"port to listen on ({DEFAULT_PORT})")
    parser.add_argument("--workers", type=int, default=1, help="processes; one a core is enough (1)")


def serve(host: str, port: int, workers: int) -> None:
    """Run granian over our ASGI application (no lifespan: nothing in a process's memory needs a farewell)."""
    _allow_connections()
    _share_figures(workers)
    # A forked worker would hold the lifelines of its siblings; a spawned one has only its own.
    multiprocessing.set_start_method("spawn")
    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        backpressure=CONNECTIONS,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
    )
    server.serve(target_loader=load_application)


def _allow_connections() -> None:
    """Every connection is an open file; many systems allow a program 1024 unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 1000
    enough = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < enough:
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))


def _share_figures(workers: int) -> None:
    """Several processes count in one folder, so that whichever is asked for `/metrics` answers for all."""
    if workers > 1:
        folder = tempfile.mkdtemp(prefix="otklik-metrics-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder


def load_application(target: str) -> Callable[..., object]:
    """In a worker process of the server: load the application, and end when the server itself was killed."""
    lifeline.hold_to_parent(SECONDS_TO_FINISH)
    module, _colon, name = target.partition(":")
    application: Callable[..., object] = getattr(import_module(module), name)
    return application
