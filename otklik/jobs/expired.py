"""Removing what has expired in Django's own tables: sessions and the shared cache."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.db import connection

from otklik.core import clock

_DATABASE_CACHE = "django.core.cache.backends.db.DatabaseCache"


def clear_sessions() -> None:
    """Drop sessions nobody can use any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def cull_cache() -> int:
    """Drop entries of the database cache that have run out; how many. Other caches do that by themselves.

    Django does it only when the table is full, and then drops a third of what still holds as well.
    """
    shared = settings.CACHES["default"]
    if shared["BACKEND"] != _DATABASE_CACHE:
        return 0
    table = connection.ops.quote_name(str(shared["LOCATION"]))
    moment = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        # The table's name comes from the settings, quoted.
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608
        return int(cursor.rowcount)
