"""How often one address may do what needs no account; counted for all processes in the shared cache."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from otklik.core.counting import among_first


def within(request: HttpRequest, action: str, most: int, seconds: int, whom: str = "") -> bool:
    """Count one more; whether it is among the first `most` of this stretch of `seconds`.

    By `whom` (a mail address, a number), else by the network address of who asks.
    """
    return among_first(action, whom or get_adapter(request).get_client_ip(request), most, seconds)
