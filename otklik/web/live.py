"""Live updates at the edge: who listens, and the plain answer for pages that cannot hold a stream open.

The stream itself, `/live/`, is served beside Django (`config.asgi`).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.cookie import parse_cookie
from django.views.decorators.http import require_GET

from otklik.core import small
from otklik.live.reading import since
from otklik.people.actor import Actor
from otklik.web.actors import Face, actor_of_request
from otklik.web.request import OtklikRequest

LARGEST_ID = 2**63 - 1


def listener_of(headers: Mapping[str, str], face: str) -> Actor | None:
    """Who sent these headers (`cookie`, `authorization`), found as for a page; None when nobody known.

    `face` says whose page listens: `agent`, `contact`, or empty for either. Three queries at most.
    """
    request = HttpRequest()
    request.path = "/live/"
    request.META["HTTP_AUTHORIZATION"] = headers.get("authorization")
    request.COOKIES = parse_cookie(headers.get("cookie", ""))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    with small.one_version():
        return _known(actor_of_request(request, _face(face)))


@require_GET
def told_since(request: OtklikRequest) -> HttpResponse:
    """`/live/since?id=`: the stream's messages after this id as a list; 401 when nobody is signed in."""
    actor = _known(actor_of_request(request, _face(request.GET.get("face", ""))))
    if actor is None:
        return HttpResponse(status=401)
    given = request.GET.get("id", request.GET.get("since", ""))
    after = int(given) if given.isascii() and given.isdigit() else None
    told = since(actor, after if after is None or after <= LARGEST_ID else None)
    response = JsonResponse([one.plain() for one in told], safe=False)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
def stream_elsewhere(_request: HttpRequest) -> HttpResponse:
    """`/live/` where pages are served alone: a stream would keep a thread for ever. Scripts ask `since`."""
    return HttpResponse(status=501)


def _known(actor: Actor) -> Actor | None:
    return actor if actor.is_agent or actor.is_contact else None


def _face(name: str) -> Face:
    return Face(name) if name in (Face.AGENT, Face.CONTACT) else Face.EITHER
