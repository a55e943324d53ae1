"""An employee's look at the portal as one of its clients: kept in the session for half an hour.

While it lasts every page of the portal acts as that client and nothing can be sent from any of them; the
desk stays the employee's own. The API knows nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from otklik.clients.commands.viewing import LASTS
from otklik.clients.viewing import viewed_client
from otklik.core.actors import Via
from otklik.core.errors import Denied
from otklik.people.actor import Actor
from otklik.people.queries import actor_of_user
from otklik.web.errors import refusal_page
from otklik.web.sessions import drop, keep_briefly, kept_briefly

if TYPE_CHECKING:
    from otklik.people.models import User

KEY = "viewing"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def begin(request: HttpRequest, token: str) -> None:
    """Look as the client of this token from now on."""
    keep_briefly(request.session, KEY, token, LASTS)


def end(request: HttpRequest) -> None:
    """Look as oneself again."""
    drop(request.session, KEY)


def viewed(request: HttpRequest, user: User) -> Actor | None:
    """The client this person looks as; None, without a question to the database, for nearly everybody."""
    token = kept_briefly(request.session, KEY)
    viewer = actor_of_user(user, Via.DESK) if token else None
    return viewed_client(viewer, token) if viewer else None


def refused(request: HttpRequest, actor: Actor) -> HttpResponse | None:
    """The answer to anything that would change something while somebody looks as a client; else None."""
    if actor.viewed_by is None or request.method in SAFE:
        return None
    with translation.override(actor.viewer_language):
        said = _("You look at the portal as %(name)s: nothing can be sent. Leave this view first.")
    return refusal_page(request, Denied(said % {"name": actor.name}, code="viewing"))
