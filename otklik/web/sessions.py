"""Sessions in the database, as Django keeps them, read by a prepared query: every page of everybody asks.

What is kept in one briefly (`keep_briefly`) leaves it with the first page asked for after its moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase

from otklik.core import clock
from otklik.core.prepared import Prepared, Rows

_FOUND: Prepared[tuple[str, datetime]] = Prepared(lambda data, expires: (data, expires))
_BRIEFLY = "briefly"


def keep_briefly(session: SessionBase, name: str, value: str, how_long: timedelta) -> None:
    """Keep this text under this name so long and no longer."""
    kept = cast("dict[str, tuple[float, str]]", session.get(_BRIEFLY, {}))
    session[_BRIEFLY] = {**kept, name: ((clock.now() + how_long).timestamp(), value)}


def kept_briefly(session: SessionBase, name: str) -> str:
    """What is kept under this name; empty when it is none or its time is over."""
    kept = cast("dict[str, tuple[float, str]]", session.get(_BRIEFLY, {}))
    until, value = kept.get(name, (0.0, ""))
    return value if until > clock.now().timestamp() else ""


def drop(session: SessionBase, name: str) -> None:
    """Keep it no longer."""
    kept = cast("dict[str, tuple[float, str]]", session.get(_BRIEFLY, {}))
    if name in kept:
        session[_BRIEFLY] = {other: one for other, one in kept.items() if other != name}


class SessionStore(db.SessionStore):
    """Django's store with another way to read."""

    def load(self) -> dict[str, object]:
        """What the session holds; nothing, and no key, when there is none or it has expired."""
        for data, expires in _FOUND.rows(self._by_key, self.session_key or ""):
            if expires > clock.now():
                return self._without_old(self.decode(data))
        self._session_key = None
        return {}

    def _without_old(self, kept: dict[str, object]) -> dict[str, object]:
        brief = cast("dict[str, tuple[float, str]] | None", kept.get(_BRIEFLY))
        if brief is None:
            return kept
        now = clock.now().timestamp()
        fresh = {name: one for name, one in brief.items() if one[0] > now}
        if len(fresh) == len(brief):
            return kept
        self.modified = True  # written back with this request's answer
        rest = {name: value for name, value in kept.items() if name != _BRIEFLY}
        return {**rest, _BRIEFLY: fresh} if fresh else rest

    def _by_key(self, key: str) -> Rows:
        return self.model.objects.filter(session_key=key).values_list("session_data", "expire_date")
