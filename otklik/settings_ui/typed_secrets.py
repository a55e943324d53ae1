"""Passwords typed into a form that comes back: kept sealed in the session, never written into a page.

They belong to an owner (of a mailbox: the address they were typed for), so that no password ever goes to
another's server. After a quarter of an hour they are dropped: who comes back to the form types them again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import timedelta

from django.http import HttpRequest

from otklik.core import sealing
from otklik.web import sessions

HOW_LONG = timedelta(minutes=15)
SEALED_FOR = "typed"
_KEY = "typed_passwords"


def remembered(request: HttpRequest, owner: str, typed: Mapping[str, str]) -> dict[str, str]:
    """The passwords by field, with those typed before where none is typed now; all are kept for the next
    time."""
    before = _kept(request, owner)
    found = {name: secret or before.get(name, "") for name, secret in typed.items()}
    if any(found.values()):
        sealed = sealing.seal(SEALED_FOR, json.dumps([_plain(owner), found]))
        sessions.keep_briefly(request.session, _KEY, sealed, HOW_LONG)
    return found


def there(request: HttpRequest, owner: str) -> Collection[str]:
    """Names of the fields whose password need not be typed again."""
    return [name for name, secret in _kept(request, owner).items() if secret]


def forget(request: HttpRequest) -> None:
    """Drop them: they were used, refused, or the form was begun anew."""
    sessions.drop(request.session, _KEY)


def _kept(request: HttpRequest, owner: str) -> Mapping[str, str]:
    try:
        found = sealing.unseal(SEALED_FOR, sessions.kept_briefly(request.session, _KEY))
    except sealing.Unreadable:  # sealed with a key that is gone: they are typed again
        return {}
    whose, kept = json.loads(found) if found else ("", {})
    return dict(kept) if whose == _plain(owner) else {}


def _plain(owner: str) -> str:
    return owner.strip().lower()
