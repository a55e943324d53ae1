"""What happens around every operation: language, limits, and no answer that is not ours in form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from otklik.api.languages import asked_language
from otklik.web.problems import METHOD_NOT_ALLOWED, TOO_LARGE, WRONG_MEDIA, Problem, problem_response

MAX_FILES = 10
"""Files in one upload."""
_ROOM_FOR_HEADERS = 1024 * 1024
_MEDIA_TYPES = frozenset({"", "application/json", "multipart/form-data"})

View = Callable[..., HttpResponseBase]


def edge(view: View) -> View:
    """Serve a view of the API in the language asked for; refuse early what is too large or no JSON.

    `functools.wraps` keeps the mark by which Django's CSRF middleware leaves the view alone: sessions are
    checked in `authentication`, tokens need no such check.
    """

    @wraps(view)
    def served(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with translation.override(asked_language(request) or settings.LANGUAGE_CODE):
            problem = _unreadable(request)
            response = problem_response(problem) if problem else view(request, *args, **kwargs)
            if response.status_code == METHOD_NOT_ALLOWED.status:
                response = problem_response(
                    Problem(METHOD_NOT_ALLOWED, headers={"Allow": response.headers["Allow"]})
                )
            response.headers.setdefault("Content-Language", translation.get_language() or "ru")
        patch_vary_headers(response, ("Accept-Language", "Authorization", "Cookie", "Otklik-Face"))
        return response

    return served


def _unreadable(request: HttpRequest) -> Problem | None:
    if request.content_type not in _MEDIA_TYPES:
        return Problem(WRONG_MEDIA)
    length = request.META.get("CONTENT_LENGTH") or "0"
    limit = MAX_FILES * settings.MAX_UPLOAD_BYTES + _ROOM_FOR_HEADERS
    return Problem(TOO_LARGE) if length.isdigit() and int(length) > limit else None
