"""What every template can use beside what its view gives it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language


def common(request: HttpRequest) -> dict[str, object]:
    """`lang` (`ru` or `en`) and `actor` (None before one is known)."""
    return {"lang": (get_language() or "ru").split("-")[0], "actor": getattr(request, "actor", None)}
