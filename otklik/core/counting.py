"""How often something is done, counted for all processes in the shared cache."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from otklik.core import clock


def among_first(action: str, whom: str, most: int, seconds: int) -> bool:
    """Count one more for `whom`; whether it is among the first `most` of this stretch of `seconds`.

    Stretches begin at whole multiples of their length: nothing needs to be swept but what has expired.
    """
    stretch = int(clock.now().timestamp()) // seconds
    digest = hashlib.sha256(f"{action}:{whom}".encode()).hexdigest()[:32]
    key = f"limit:{digest}:{stretch}"
    if cache.add(key, 1, timeout=seconds):
        return most > 0
    try:
        return cache.incr(key) <= most
    except ValueError:  # expired between the two
        return True
