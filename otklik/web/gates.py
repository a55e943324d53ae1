"""Who may open a page at all. What they see inside is decided per object by `access`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from otklik.people.rights import ADMINISTER
from otklik.web.errors import error_page, wants_fragment
from otklik.web.request import OtklikRequest

P = ParamSpec("P")
View = Callable[Concatenate[OtklikRequest, P], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_page(view: View[P]) -> Page[P]:
    """For active employees; others are asked to sign in, clients are told that this is not for them."""
    return _gate(view, lambda request: request.actor.is_agent)


def client_page(view: View[P]) -> Page[P]:
    """For signed-in clients; an employee without a contact of their own goes to the desk."""
    return _gate(view, lambda request: request.actor.is_contact)


def admin_page(view: View[P]) -> Page[P]:
    """For employees with the right to administer."""
    return _gate(view, lambda request: request.actor.is_agent and request.actor.has(ADMINISTER))


def page_for(right: str) -> Callable[[View[P]], Page[P]]:
    """For employees with this right."""

    def gate(view: View[P]) -> Page[P]:
        return _gate(view, lambda request: request.actor.is_agent and request.actor.has(right))

    return gate


def _way_back(request: HttpRequest) -> str:
    """Where to go after signing in: this page; for a sent form the page it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    own = before.path if before.netloc == request.get_host() else "/"
    return f"{own}?{before.query}" if own != "/" and before.query else own


def _gate(view: View[P], allowed: Callable[[OtklikRequest], bool]) -> Page[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        own: OtklikRequest = request  # type: ignore[assignment]
        if allowed(own):
            return view(own, *args, **kwargs)
        if request.user.is_authenticated:
            if not request.path.startswith(("/desk/", "/settings/")):
                return HttpResponseRedirect("/desk/")
            return error_page(request, 403)
        if wants_fragment(request):
            return HttpResponse(status=401)
        return HttpResponseRedirect(f"/login?next={quote(_way_back(request))}")

    return guarded
