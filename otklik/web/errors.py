"""Pages for what could not be done: a sentence, what is safe, one way on. Never a trace."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible, Refused
from otklik.people.actor import Actor
from otklik.people.queries import administrators
from otklik.web.portal_frame import frame_for
from otklik.web.staff_frame import shell_for

BROKEN, DENIED = 500, 403
STAFF_PATHS = ("/desk/", "/settings/")

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
        detail = error.message or _("There is nothing here, or it is not open to you.")
        problem: dict[str, object] = {
            "type": "about:blank",
            "title": error.code,
            "status": status,
            "detail": detail,
        }
        if isinstance(error, Invalid):
            problem["errors"] = error.fields
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    return error_page(request, status, error.message)


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """The error page for a status, inside the frame of the place where there is one to be had."""
    is_desk = request.path.startswith(STAFF_PATHS)
    facts = {"status": status, "message": message, "home": "/desk/" if is_desk else "/"}
    actor: Actor | None = getattr(request, "actor", None)
    if status >= BROKEN or actor is None:
        return render(request, "error.html", facts, status=status)
    if is_desk and actor.is_agent:
        asked = administrators() if status == DENIED else ()
        framed = {**facts, "shell": shell_for(actor), "ask": asked}
        return render(request, "error_desk.html", framed, status=status)
    return render(request, "error_portal.html", {**facts, "portal": frame_for(actor)}, status=status)


def wants_fragment(request: HttpRequest) -> bool:
    """Asked by our own script, not by a person's navigation."""
    return request.headers.get("HX-Request") == "true" or request.headers.get("X-Otklik") == "1"


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: the page was open for too long, or another site sent the form."""
    log.warning("csrf", extra={"reason": reason, "path": request.path})
    said = _("This page was open for too long. Go back, reload it and send again: your text is kept there.")
    return refusal_page(request, Denied(said, code="forged"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's handler404."""
    return error_page(request, 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's handler403."""
    return error_page(request, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's handler400."""
    return error_page(request, 400)


def too_many(request: HttpRequest) -> HttpResponse:
    """The handler429 of allauth's rate limits."""
    said = _("Too many attempts from your address. Wait a minute and try again.")
    response = error_page(request, 429, said)
    response.headers["Retry-After"] = "60"
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500: our fault, logged with its trace, shown without."""
    return error_page(request, 500)
