"""The backend class, where Django looks for it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from django.db.backends.sqlite3 import base


def _moment(stored: bytes) -> datetime:
    """A moment as Django writes it, which is UTC: `2026-11-20 07:10:30.25`.

    Django reads it by a pattern's fallback, asks whether it is aware and makes it so, in seven calls; a list
    of fifty rows holds two hundred and fifty.
    """
    return datetime.fromisoformat(stored.decode()).replace(tzinfo=UTC)


sqlite3.register_converter("datetime", _moment)


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's: what is different are the converters of the driver, which belong to the process."""
