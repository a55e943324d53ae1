"""Who is asking: a token's owner, or the person of a session with the page's forgery protection.

A token has one face, chosen when it was made. A session has the user's agent face when there is one;
`Otklik-Face: contact` asks for the other. A request with an `Authorization` header is never answered by its
session: what a program sent decides, also when it is wrong.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_noop as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from otklik.api.languages import asked_language
from otklik.api.rates import seconds_to_wait
from otklik.people.actor import Actor
from otklik.web.actors import Face, actor_for
from otklik.web.bearer import actor_of_token, sent_token
from otklik.web.problems import FORGED, TOO_MANY, Problem, ProblemFound, unauthenticated

FACE_HEADER = "Otklik-Face"


class Token(AuthBase):
    """`Authorization: Bearer otk_…`."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token of an agent or of a contact, made with `otklik token create EMAIL`."

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The token's actor; None without a token, so that the session is asked next."""
        sent = sent_token(request)
        if sent is None:
            return None
        actor = actor_of_token(sent)
        if actor is None:
            raise ProblemFound(unauthenticated(sent=True))
        seconds = seconds_to_wait(sent)
        if seconds:
            raise ProblemFound(Problem(TOO_MANY, headers={"Retry-After": str(seconds)}))
        return _speaking(request, actor)


class Session(AuthBase):
    """The session cookie of a signed-in person, for scripts of our own pages."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"
    openapi_description = _(
        "The session of a signed-in person, for scripts of the program's own pages. Changes need the header "
        "`X-CSRFToken`. `Otklik-Face: contact` acts as the client the person also is; by default the agent."
    )

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The session's actor; None for nobody."""
        user = request.user
        if not user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise ProblemFound(Problem(FORGED))
        actor = actor_for(user, _face(request))
        return _speaking(request, actor) if actor.user_id is not None else None


def _face(request: HttpRequest) -> Face:
    asked = request.headers.get(FACE_HEADER, "").strip().lower()
    return Face(asked) if asked in (Face.AGENT, Face.CONTACT) else Face.EITHER


def _speaking(request: HttpRequest, actor: Actor) -> Actor:
    """The actor, with their language active unless the request names one (`edge` puts it back)."""
    if asked_language(request) is None:
        translation.activate(actor.language)
    return actor
