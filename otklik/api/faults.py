"""Everything that stops a request, as a problem: refusals of commands, unreadable input, our own faults."""

from __future__ import annotations

import logging

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from otklik.api.sentences import sentence
from otklik.core.errors import Refused
from otklik.web.problems import (
    BAD_REQUEST,
    BROKEN,
    BUSY,
    CONFLICT,
    INVALID,
    TOO_LARGE,
    WRONG_MEDIA,
    Problem,
    ProblemFound,
    problem_of,
    problem_response,
    unauthenticated,
)

log = logging.getLogger("otklik.api")
Fault = Exception | type[Exception]
"""As django-ninja hands it over."""


def translate_faults(api: NinjaAPI) -> None:
    """Install the one translation of every exception; nothing of the API answers in another form."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _refused(_request: HttpRequest, error: Fault) -> HttpResponse:
    assert isinstance(error, Refused)
    return problem_response(problem_of(error))


def _found(_request: HttpRequest, error: Fault) -> HttpResponse:
    assert isinstance(error, ProblemFound)
    return problem_response(error.problem)


def _invalid(_request: HttpRequest, error: Fault) -> HttpResponse:
    assert isinstance(error, ValidationError)
    fields: dict[str, str] = {}
    for fault in error.errors:
        fields.setdefault(_place(fault["loc"]), sentence(fault["type"], fault.get("ctx") or {}))
    return problem_response(Problem(INVALID, " ".join(dict.fromkeys(fields.values())), fields))


def _nobody(_request: HttpRequest, _error: Fault) -> HttpResponse:
    return problem_response(unauthenticated(sent=False))


def _unreadable(_request: HttpRequest, error: Fault) -> HttpResponse:
    """What django-ninja makes of a body the parser refused; the refusal itself is its cause."""
    cause = error.__cause__
    if isinstance(cause, ProblemFound):
        return problem_response(cause.problem)
    return problem_response(Problem(BAD_REQUEST, _("The body is not JSON.")))


def _form_for_json(_request: HttpRequest, _error: Fault) -> HttpResponse:
    return problem_response(Problem(WRONG_MEDIA))


def _too_large(_request: HttpRequest, _error: Fault) -> HttpResponse:
    return problem_response(Problem(TOO_LARGE))


def _too_long(_request: HttpRequest, error: Fault) -> HttpResponse:
    log.info("a value the database cannot hold: %s", error)
    return problem_response(Problem(INVALID, _("A value is too long or out of range.")))


def _collided(_request: HttpRequest, error: Fault) -> HttpResponse:
    log.info("two writers at once: %s", error)
    return problem_response(Problem(CONFLICT))


def _busy(_request: HttpRequest, error: Fault) -> HttpResponse:
    log.warning("the database does not answer: %s", error)
    return problem_response(Problem(BUSY, headers={"Retry-After": "3"}))


def _broken(request: HttpRequest, error: Fault) -> HttpResponse:
    cause = error if isinstance(error, Exception) else True
    log.error("%s %s broke", request.method, request.path, exc_info=cause)
    return problem_response(Problem(BROKEN))


_HANDLERS = {
    Refused: _refused,
    ProblemFound: _found,
    ValidationError: _invalid,
    AuthenticationError: _nobody,
    HttpError: _unreadable,
    RawPostDataException: _form_for_json,
    RequestDataTooBig: _too_large,
    DataError: _too_long,
    IntegrityError: _collided,
    OperationalError: _busy,
    Exception: _broken,
}


def _place(location: tuple[str | int, ...]) -> str:
    """`("body", "body", "files", 0)` → `files.0`: without where it came in and the argument's name."""
    inside = location[2:] if location[0] in ("body", "file") else location[1:]
    return ".".join(str(part) for part in inside) or str(location[-1])
