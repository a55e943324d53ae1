"""Who may set up a new installation: somebody at this machine, or who has the code that was printed there."""

from __future__ import annotations

import hmac
import os
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest

from otklik.core.loopback import is_loopback
from otklik.people.queries import administrators

PURPOSE = b"otklik first administrator"


def is_new() -> bool:
    """Nobody administers yet."""
    return not administrators()


def may_set_up(request: HttpRequest) -> bool:
    """A browser on this machine without a proxy between, or the code in the address or the form."""
    given = request.POST.get("code") or request.GET.get("code", "")
    return _is_here(request) or hmac.compare_digest(given.encode(), setup_code().encode())


def first_address() -> str:
    """Where a new installation is set up, with the code; empty once somebody administers it.

    Empty too while nobody has said under which address people will reach it: then `otklik all` says it.
    """
    if not os.environ.get("OTKLIK_BASE_URL") or not is_new():
        return ""
    return f"{settings.OTKLIK_BASE_URL}/welcome?code={setup_code()}"


def setup_code() -> str:
    """What `otklik migrate` prints with the address: made of the installation's key, stored nowhere."""
    return hmac.new(settings.SECRET_KEY.encode(), PURPOSE, sha256).hexdigest()[:20]


def _is_here(request: HttpRequest) -> bool:
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    return is_loopback(str(request.META.get("REMOTE_ADDR", "")))
