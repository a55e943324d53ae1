"""How many requests a token may send: counted in this process's memory, so that counting costs no query.

Meant against programs that have run wild, not as a quota: each process counts what it serves itself, so the
limit of an installation is at least the setting and at most the setting times its processes.
"""

from __future__ import annotations

from threading import Lock

from otklik.core import clock
from otklik.organisation.settings import declare

A_MINUTE = 60
EACH_MINUTE = declare(
    "api.requests_per_minute",
    6000,
    "Requests one API token may send a minute to each process that serves; 0: as many as it likes.",
)


class Rates:
    """Counts of the minute that is going on, one for each token."""

    def __init__(self) -> None:
        self._minute, self._counts, self._lock = 0, dict[int, int](), Lock()

    def wait(self, token: str, most: int) -> int:
        """Count one more request; 0, or after how many seconds to come again."""
        moment = clock.now().timestamp()
        minute, key = int(moment // A_MINUTE), hash(token)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            count = self._counts[key] = self._counts.get(key, 0) + 1
        return 0 if count <= most else int((minute + 1) * A_MINUTE - moment) + 1


_RATES = Rates()


def seconds_to_wait(token: str) -> int:
    """0 for a request that is served, else how long its program is to wait."""
    most = EACH_MINUTE.get()
    return _RATES.wait(token, most) if most > 0 else 0
