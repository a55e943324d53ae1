"""A moment of the demo's past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from otklik.core import circumstances, clock


@contextmanager
def moment(at: datetime, live_since: datetime) -> Iterator[None]:
    """The clock stands at `at`; what happens then is history when it was before `live_since`."""
    with clock.freeze(at), circumstances.past() if at < live_since else nullcontext():
        yield
