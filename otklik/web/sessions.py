"""Sessions in the database, as Django keeps them, read by a prepared query: every page of everybody asks."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends import db

from otklik.core import clock
from otklik.core.prepared import Prepared, Rows

_FOUND: Prepared[tuple[str, datetime]] = Prepared(lambda data, expires: (data, expires))


class SessionStore(db.SessionStore):
    """Django's store with another way to read."""

    def load(self) -> dict[str, object]:
        """What the session holds; nothing, and no key, when there is none or it has expired."""
        for data, expires in _FOUND.rows(self._by_key, self.session_key or ""):
            if expires > clock.now():
                kept: dict[str, object] = self.decode(data)
                return kept
        self._session_key = None
        return {}

    def _by_key(self, key: str) -> Rows:
        return self.model.objects.filter(session_key=key).values_list("session_data", "expire_date")
