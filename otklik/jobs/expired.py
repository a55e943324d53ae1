"""Removing what has expired in Django's own tables: sessions and the shared cache."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.db import connection

from otklik.core import clock
from otklik.core.counting import IN_DATABASE


def clear_sessions() -> None:
    """Drop sessions nobody can use any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def cull_cache() -> int:
    """Drop entries of the database cache that have run out; how many. Other caches do that by themselves.

    Django does it only when the table is full, and then drops a third of what still holds as well.
    """
    if settings.CACHES["default"]["BACKEND"] != IN_DATABASE:
        return 0
    moment = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        # The table of core's migration 0002: Django keeps no model of it.
        cursor.execute("DELETE FROM otklik_cache WHERE expires < %s", [moment])
        return int(cursor.rowcount)
