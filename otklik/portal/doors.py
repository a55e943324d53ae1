"""How a client came to one request: signed in, or by a personal link. The pages are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from otklik.core.errors import NotFound
from otklik.core.signing import Claim
from otklik.notifications.links import read_personal
from otklik.organisation.queries import brand_of_host, brands
from otklik.people.actor import Actor
from otklik.portal.frame import portal_frame
from otklik.tickets.access import get_ticket_for
from otklik.tickets.queries.personal import holder_of_link
from otklik.web.gates import client_page
from otklik.web.portal_frame import Frame, frame_for
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.organisation.models import Brand
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Door:
    """Who looks at which request, and the addresses of what they can do there. `back`: (words, address)."""

    actor: Actor
    ticket: Ticket
    base: str
    back: tuple[str, str]
    is_link: bool

    @property
    def files(self) -> str:
        """Where files of the request are got, before the uid."""
        return f"{self.base}/files/" if self.is_link else "/files/"

    @property
    def key(self) -> str:
        """For remembering that something was done once: the person, at this request."""
        return f"link:{self.ticket.pk}:{self.actor.contact_id or 0}" if self.is_link else self.actor.key

    @property
    def brand(self) -> Brand | None:
        """The request's own."""
        return next((brand for brand in brands() if brand.pk == self.ticket.brand_id), None)

    def frame(self) -> Frame:
        """What stands around the page: no menu for those who have not signed in."""
        if self.is_link:
            return frame_for(None, brand=self.brand)
        own = self.ticket.contact_id == self.actor.contact_id or not self.actor.sees_others
        return portal_frame(self.actor, "mine" if own else "company")


View = Callable[..., HttpResponseBase]
"""Takes the request, the door, and what else stands in the address."""
Page = Callable[..., HttpResponseBase]


def signed_in(view: View) -> Page:
    """The view for `/requests/<number>…`; 404 for a request this client may not know of."""

    @client_page
    def page(request: OtklikRequest, /, number: str, **rest: object) -> HttpResponseBase:
        actor = request.actor
        ticket = get_ticket_for(actor, number)
        own = ticket.contact_id == actor.contact_id or not actor.sees_others
        back = (
            (_("My requests"), reverse("portal"))
            if own
            else (_("Company requests"), reverse("portal-company"))
        )
        base = reverse("portal-request", args=[ticket.number])
        return view(request, Door(actor, ticket, base, back, is_link=False), **rest)

    return wraps(view)(page)


def by_link(view: View) -> Page:
    """The view for `/t/<signed>…`, acting as the link's holder whoever else is signed in in this browser."""
    return through_link(view, read_personal, "portal-link")


def through_link(view: View, read: Callable[[str], Claim | None], name: str) -> Page:
    """The view behind a signed address of this route name. One that is altered, expired, withdrawn with its
    key, or whose request is gone, gets a page that says so, and nothing is done."""

    @wraps(view)
    def page(request: HttpRequest, signed: str, **rest: object) -> HttpResponseBase:
        own = cast("OtklikRequest", request)
        claim = read(signed)
        if claim is None:
            return closed_door(own)
        try:
            actor, ticket = holder_of_link(claim)
        except NotFound:
            return closed_door(own)
        door = Door(actor, ticket, reverse(name, args=[signed]), ("", ""), is_link=True)
        own.actor = actor
        language = chosen_language(request) or actor.language
        with translation.override(language), timezone.override(ZoneInfo(actor.time_zone)):
            response = private(view(own, door, **rest))
        response.headers["Content-Language"] = language
        return response

    return page


def chosen_language(request: HttpRequest) -> str:
    """What this browser was told before; empty for nothing."""
    chosen = request.COOKIES.get("language", "")
    return chosen if chosen in ("ru", "en") else ""


def closed_door(request: OtklikRequest) -> HttpResponseBase:
    """A link that leads nowhere: the same words whatever is wrong with it."""
    context = {"portal": frame_for(None, brand=brand_of_host(request.get_host()))}
    return private(render(request, "portal/closed_door.html", context, status=404))


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing that keeps addresses or pages learns of a signed one.

    `same-origin`, not `no-referrer`: under the latter browsers send forms with `Origin: null`, which no check
    against forged forms can tell from a stranger's.
    """
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
