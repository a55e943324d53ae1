"""How often one address may do what needs no account; counted for all processes in the shared cache."""

from __future__ import annotations

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from otklik.core import clock


def within(request: HttpRequest, action: str, most: int, seconds: int, whom: str = "") -> bool:
    """Count one more; whether it is among the first `most` of this stretch of `seconds`.

    By `whom` (a mail address, a number), else by the network address of who asks. Stretches begin at whole
    multiples of their length: nothing needs to be swept but what has expired.
    """
    subject = whom or get_adapter(request).get_client_ip(request)
    stretch = int(clock.now().timestamp()) // seconds
    digest = hashlib.sha256(f"{action}:{subject}".encode()).hexdigest()[:32]
    key = f"limit:{digest}:{stretch}"
    if cache.add(key, 1, timeout=seconds):
        return most > 0
    try:
        return cache.incr(key) <= most
    except ValueError:  # expired between the two
        return True
