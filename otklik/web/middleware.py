"""One configuration version, one actor, one language and time zone per request; errors as sentences."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation

from otklik.core import small
from otklik.core.errors import Refused
from otklik.core.text import NUL
from otklik.people.actor import Actor
from otklik.web.actors import actor_of_request
from otklik.web.errors import error_page, refusal_page, wants_fragment
from otklik.web.health import healthz, readyz
from otklik.web.look import look_of
from otklik.web.mail_in import PATH as MAIL_PATH
from otklik.web.viewing import refused

Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("otklik.web")
API_PATH = "/api/"
NOT_ALLOWED = 405
PROBES = {"/healthz": healthz, "/readyz": readyz}


class OneVersion:
    """Reads the configuration's token once, so that small tables are the same for the whole request."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request under one configuration version; probes must answer without a database."""
        if request.path in PROBES:
            return PROBES[request.path](request)
        with small.one_version():
            return self.respond(request)


class ActorOfRequest:
    """Finds the actor and activates their language and time zone; the API finds its own (tokens)."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request as its actor."""
        if request.path.startswith(API_PATH):
            return self.respond(request)
        actor = actor_of_request(request)
        request.actor = actor  # type: ignore[attr-defined]
        request.look = look_of(request)  # type: ignore[attr-defined]
        with translation.override(_language(request, actor)), timezone.override(ZoneInfo(actor.time_zone)):
            response = refused(request, actor) or self.respond(request)
            if response.status_code == NOT_ALLOWED and not wants_fragment(request):
                response = _in_words(request, response)
            response.headers.setdefault("Content-Language", translation.get_language() or "ru")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal no page has answered itself becomes a page with its sentence; anything else a 500."""
        if isinstance(error, Refused) and not request.path.startswith(API_PATH):
            return refusal_page(request, error)
        return None


class NoNul:
    """No form and no address of ours holds a NUL, which PostgreSQL cannot store: a 400."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look through the address and, of pages, the form; a mail is no form, whatever it comes in."""
        if request.path.startswith((API_PATH, MAIL_PATH)):
            return self.respond(request)
        said = [request.path, *_values(request.GET), *_values(request.POST)]
        if any(NUL in text for text in said):
            return error_page(request, 400)
        return self.respond(request)


class SafeHeaders:
    """Content from outside never runs: scripts, styles and frames come from here alone."""

    POLICY = (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; font-src 'self'; "
        "script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the policy where the view has not set its own; pages of people are not for shared caches."""
        response = self.respond(request)
        response.headers.setdefault("Content-Security-Policy", self.POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def _in_words(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """A page instead of nothing for an address that only takes forms (RFC 9110, section 15.5.6)."""
    page = error_page(request, NOT_ALLOWED)
    page.headers["Allow"] = refused.headers.get("Allow", "")
    return page


def _values(sent: QueryDict) -> Iterator[str]:
    return (value for _name, values in sent.lists() for value in values)


def _language(request: HttpRequest, actor: Actor) -> str:
    chosen = request.COOKIES.get("language", "")
    if actor.user_id is not None or actor.viewed_by is not None:
        return actor.language
    return chosen if chosen in ("ru", "en") else translation.get_language_from_request(request)
