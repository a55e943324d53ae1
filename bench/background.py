"""A few writes a second while pages are measured, as on a working day."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bench import wire
from bench.cases import registrations, replies
from bench.stage import Stage

A_SECOND = 3.0


@contextmanager
def writing(stage: Stage, run: str) -> Iterator[None]:
    """Inside the block somebody registers or answers every third of a second. `run` keeps keys apart."""
    over = threading.Event()
    requests = itertools.chain.from_iterable(
        zip(registrations(stage, f"{run}-r"), replies(stage, f"{run}-a"), strict=True)
    )

    def write() -> None:
        while not over.wait(1 / A_SECOND):
            wire.ask(stage.port, next(requests))

    thread = threading.Thread(target=write, name="writing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
