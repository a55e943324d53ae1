"""`otklik all`: server and worker in one process group, for a small installation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from otklik.cli import lifeline, serve, worker
from otklik.cli.address import WELCOME, ensure_free, is_answering, is_new, name_port, url
from otklik.cli.supervisor import supervise

LOOK_EVERY_SECONDS = 0.1


def main(argv: Sequence[str]) -> int:
    """Run both until told to stop (Ctrl-C, SIGTERM); a crashed one is started again."""
    parser = argparse.ArgumentParser(prog="otklik all", description=__doc__)
    serve.add_arguments(parser)
    worker.add_arguments(parser)
    options = parser.parse_args(argv)
    ensure_free(options.host, options.port)
    lifeline.hold()
    name_port(options.port)
    otklik = [sys.executable, "-m", "otklik.cli.main"]
    listening = ["--host", options.host, "--port", str(options.port), "--workers", str(options.workers)]
    commands = {
        "serve": [*otklik, "serve", *listening],
        "worker": [*otklik, "worker", "--concurrency", str(options.concurrency)],
    }
    supervise(commands, _announcement(options.host, options.port))
    return 0


def _announcement(host: str, port: int) -> Callable[[], float | None]:
    """Says the address once, as soon as a browser would get an answer there."""
    is_said = False

    def tick() -> float | None:
        nonlocal is_said
        if is_said:
            return None
        if not is_answering(host, port):
            return LOOK_EVERY_SECONDS
        print(f"Otklik is at {url(host, port)} (Ctrl-C stops it)", flush=True)
        if is_new(host, port):
            print(f"Nobody administers it yet. Set it up: {url(host, port)}{WELCOME[1:]}", flush=True)
        is_said = True
        return None

    return tick
