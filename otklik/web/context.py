"""What every template can use beside what its view gives it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from django.utils.translation import get_language

from otklik.web.flash import take_said
from otklik.web.look import look_of_cookies


def common(request: HttpRequest) -> dict[str, object]:
    """`lang` (`ru` or `en`), `actor` (None before one is known), `look`, and `said()`: see `web.flash`."""
    return {
        "lang": (get_language() or "ru").split("-")[0],
        "actor": getattr(request, "actor", None),
        "look": getattr(request, "look", None) or look_of_cookies(request),
        "said": partial(take_said, request),
    }
