"""Pages for what could not be done: a sentence, what is safe, one way on. Never a trace."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible, Refused

log = logging.getLogger("otklik.web")
_STATUS: tuple[tuple[type[Refused], int], ...] = (
    (NotFound, 404),
    (Denied, 403),
    (Conflict, 409),
    (NotPossible, 409),
    (Invalid, 422),
)


def status_of(error: Refused) -> int:
    """The HTTP status of a refusal (RFC 9110)."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def refusal_page(request: HttpRequest, error: Refused) -> HttpResponse:
    """The refusal's sentence; as a problem document (RFC 9457) for requests of our own scripts."""
    status = status_of(error)
    if wants_fragment(request):
        problem = {"type": "about:blank", "title": error.code, "status": status, "detail": error.message}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    return error_page(request, status, error.message)


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """The error page for a status."""
    staff = request.path.startswith(("/desk/", "/settings/"))
    facts = {"status": status, "message": message, "home": "/desk/" if staff else "/"}
    return render(request, "error.html", facts, status=status)


def wants_fragment(request: HttpRequest) -> bool:
    """Asked by our own script, not by a person's navigation."""
    return request.headers.get("HX-Request") == "true" or request.headers.get("X-Otklik") == "1"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's handler404."""
    return error_page(request, 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's handler403."""
    return error_page(request, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's handler400."""
    return error_page(request, 400)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500: our fault, logged with its trace, shown without."""
    return error_page(request, 500)
