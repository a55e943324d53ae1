"""A process's own memory, in which nothing grows old.

What our pages keep for some seconds would otherwise be asked for once more wherever a machine is busy, and a
test that counts statements would fail there. Every test begins with an empty one (`fixtures.py`).
"""

from __future__ import annotations

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class Ageless(LocMemCache):
    """Keeps what it is given until it is emptied; what is given for no time at all, not."""

    def get_backend_timeout(self, timeout: float | object | None = DEFAULT_TIMEOUT) -> float | None:
        """When an entry ends: never."""
        return super().get_backend_timeout(timeout) if isinstance(timeout, int) and timeout <= 0 else None
