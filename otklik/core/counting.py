"""How often something is done, counted for all processes in the shared cache."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from otklik.core import clock

IN_DATABASE = "django.core.cache.backends.db.DatabaseCache"
_COUNT = (
    "INSERT INTO otklik_cache (cache_key, value, expires) VALUES (%s, '1', %s)"
    " ON CONFLICT (cache_key) DO UPDATE SET value = CAST(CAST(otklik_cache.value AS integer) + 1 AS text)"
    " RETURNING CAST(value AS integer)"
)
"""The table of core's migration 0002: Django keeps no model of it."""


def among_first(action: str, whom: str, most: int, seconds: int) -> bool:
    """Count one more for `whom`; whether it is among the first `most` of this stretch of `seconds`.

    Stretches begin at whole multiples of their length: nothing needs to be swept but what has expired.
    """
    stretch = int(clock.now().timestamp()) // seconds
    digest = hashlib.sha256(f"{action}:{whom}".encode()).hexdigest()[:32]
    key = f"limit:{digest}:{stretch}"
    if settings.CACHES["default"]["BACKEND"] == IN_DATABASE:
        return _counted_in_table(key, datetime.fromtimestamp((stretch + 1) * seconds, tz=UTC)) <= most
    if cache.add(key, 1, timeout=seconds):
        return most > 0
    try:
        return cache.incr(key) <= most
    except ValueError:  # expired between the two
        return True


def _counted_in_table(key: str, expires: datetime) -> int:
    """One statement: Django's cache asks and writes thirteen times for as much, and counts its table thrice.

    What it keeps it keeps pickled, under keys of another form: nothing of it is read here, nor this there.
    """
    moment = connection.ops.adapt_datetimefield_value(expires)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, moment])
        return int(cursor.fetchone()[0])
