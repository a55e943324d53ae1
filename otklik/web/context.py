"""What every template can use beside what its view gives it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from otklik.web.flash import take_said, take_undo
from otklik.web.look import look_of_cookies


class Token:
    """The token against forged forms, made once a page, and only for pages that have forms.

    Django masks it anew at every mention, which takes dozens of random numbers each time.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def value(self) -> str:
        """Masked anew for every page."""
        return get_token(self._request)

    def __str__(self) -> str:
        return self.value

    @cached_property
    def field(self) -> SafeString:
        """As a form sends it."""
        return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', self.value)


class Field:
    """`csrf_input` of templates."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def __html__(self) -> str:
        return self._token.field


def common(request: HttpRequest) -> dict[str, object]:
    """`lang` (`ru` or `en`), `actor` (None before one is known), `look`, `said()` and `way_back()`: see
    `web.flash`.

    The token of forms is made when a page first needs it and is the same in all its forms: Django's own lazy
    one is masked anew for each.
    """
    token = Token(request)
    return {
        "csrf_token": token,
        "csrf_input": Field(token),
        "lang": (get_language() or "ru").split("-")[0],
        "actor": getattr(request, "actor", None),
        "look": getattr(request, "look", None) or look_of_cookies(request),
        "said": partial(take_said, request),
        "way_back": partial(take_undo, request),
    }
