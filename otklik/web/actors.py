"""Who is behind a request. `/desk/` and `/settings/` act as the agent, everything else as the contact."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.http import HttpRequest

from otklik.clients.acting import actor_of_client
from otklik.core.actors import Via
from otklik.people.actor import Actor, anonymous
from otklik.people.queries import actor_of_user
from otklik.web.viewing import viewed

if TYPE_CHECKING:
    from otklik.people.models import User
from otklik.web.bearer import actor_of_token, sent_token

STAFF_PATHS = ("/desk/", "/settings/")
SHARED_PATHS = ("/files/", "/live/")


class Face(StrEnum):
    """Which of a user's two faces a page is for (decision 21)."""

    AGENT = "agent"
    CONTACT = "contact"
    EITHER = "either"


def actor_of_request(request: HttpRequest, face: Face | None = None) -> Actor:
    """The actor of a signed-in session for this face; the face follows from the path when not given.

    Files and the event stream serve both places: the agent when the user is one, else the contact; and
    programs, by the token they send. Costs a query for the session, one for the user and, for a contact,
    one for the contact.
    """
    token = sent_token(request) if request.path.startswith(SHARED_PATHS) else None
    if token is not None:
        return actor_of_token(token) or anonymous(Via.API)
    face = face or face_of(request.path)
    via = Via.DESK if face is Face.AGENT else Via.PORTAL
    user = request.user
    if not user.is_authenticated:
        return anonymous(via)
    client = viewed(request, user) if face is Face.CONTACT else None
    return client or actor_for(user, face)


def actor_for(user: User, face: Face) -> Actor:
    """The user's actor of this face, or nobody."""
    if face in (Face.AGENT, Face.EITHER):
        agent = actor_of_user(user, Via.DESK)
        if agent is not None or face is Face.AGENT:
            return agent or anonymous(Via.DESK)
    client = actor_of_client(user, Via.PORTAL) if user.is_active else None
    return client or anonymous(Via.PORTAL)


def face_of(path: str) -> Face:
    """The face a path is for."""
    if path.startswith(STAFF_PATHS):
        return Face.AGENT
    return Face.EITHER if path.startswith(SHARED_PATHS) else Face.CONTACT
