"""Demo logins on the sign-in page: only with demo data, only for a browser on this machine."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest


def demo_logins(request: HttpRequest) -> Sequence[tuple[str, str]]:
    """(login, words) of the demo accounts, or nothing."""
    return ()
