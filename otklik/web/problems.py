"""What could not be done, told to programs: problem details (RFC 9457), stable types, sentences for people.

`core.errors` are translated here, once, for every interface that answers programs. A problem's `type` is
a URN that never changes; `title` and `detail` speak the reader's language; `errors` names the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible, Refused

MEDIA_TYPE = "application/problem+json"
URN = "urn:otklik:problem:"


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem: its code (the end of the URN), HTTP status (RFC 9110) and title."""

    code: str
    status: int
    title: Promise | str

    @property
    def type(self) -> str:
        """The stable identifier: `urn:otklik:problem:not-found`."""
        return URN + self.code.replace("_", "-")


@dataclass(frozen=True)
class Problem:
    """One occurrence: a kind, a sentence about this case, field → sentence, headers that go with it."""

    kind: ProblemKind
    detail: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, object]:
        """The members of RFC 9457, and `errors` where fields are at fault."""
        found: dict[str, object] = {
            "type": self.kind.type,
            "title": str(self.kind.title),
            "status": self.kind.status,
            "detail": self.detail or str(self.kind.title),
        }
        if self.errors:
            found["errors"] = dict(self.errors)
        return found


class ProblemFound(Exception):
    """Ends a request with this problem; for what stops it before a command is reached."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind.code)
        self.problem = problem


def _kind(code: str, status: int, title: Promise | str) -> ProblemKind:
    return ProblemKind(code, status, title)


BAD_REQUEST = _kind("bad_request", 400, gettext_lazy("The request cannot be read."))
UNAUTHENTICATED = _kind("unauthenticated", 401, gettext_lazy("Sign in or send a token."))
DENIED = _kind("denied", 403, gettext_lazy("You may not do this."))
FORGED = _kind("forged", 403, gettext_lazy("The page's protection against forged requests is missing."))
NOT_FOUND = _kind("not_found", 404, gettext_lazy("There is nothing here, or it is not open to you."))
METHOD_NOT_ALLOWED = _kind("method_not_allowed", 405, gettext_lazy("This address does not take this method."))
CONFLICT = _kind("conflict", 409, gettext_lazy("Somebody changed it meanwhile."))
NEWER_MESSAGE = _kind("newer_message", 409, gettext_lazy("A newer message came meanwhile."))
TOO_LATE = _kind("too_late", 409, gettext_lazy("It was closed too long ago."))
NOT_POSSIBLE = _kind("not_possible", 409, gettext_lazy("Its state does not allow this."))
TOO_LARGE = _kind("too_large", 413, gettext_lazy("The request is too large."))
WRONG_MEDIA = _kind("unsupported_media_type", 415, gettext_lazy("Send JSON."))
INVALID = _kind("invalid", 422, gettext_lazy("Some values cannot be taken."))
KEY_REUSED = _kind("key_reused", 422, gettext_lazy("The idempotency key belongs to another request."))
TOO_MANY = _kind(
    "too_many", 429, gettext_lazy("Too many requests. Wait as many seconds as “Retry-After” says.")
)
BROKEN = _kind("internal", 500, gettext_lazy("Something broke on our side. Nothing was changed."))
BUSY = _kind("unavailable", 503, gettext_lazy("The database is busy. Repeat in a few seconds."))

KINDS = (
    BAD_REQUEST,
    UNAUTHENTICATED,
    DENIED,
    FORGED,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    CONFLICT,
    NEWER_MESSAGE,
    TOO_LATE,
    NOT_POSSIBLE,
    TOO_LARGE,
    WRONG_MEDIA,
    INVALID,
    KEY_REUSED,
    TOO_MANY,
    BROKEN,
    BUSY,
)
"""Every kind there is; the documentation lists them, a test holds it complete."""

_BY_CODE = {kind.code: kind for kind in KINDS}
_BY_ERROR: tuple[tuple[type[Refused], ProblemKind], ...] = (
    (NotFound, NOT_FOUND),
    (Denied, DENIED),
    (Invalid, INVALID),
    (Conflict, CONFLICT),
    (NotPossible, NOT_POSSIBLE),
)


def problem_of(error: Refused) -> Problem:
    """The problem a refusal is: by its code when that has a kind of its own, else by its class."""
    by_class = next((kind for cls, kind in _BY_ERROR if isinstance(error, cls)), BAD_REQUEST)
    kind = _BY_CODE.get(error.code, by_class)
    if isinstance(error, NotFound):
        # One sentence for everything that is not there: the words must not tell one absence from another.
        return Problem(kind, str(NOT_FOUND.title))
    errors = error.fields if isinstance(error, Invalid) else {}
    return Problem(kind, error.message, errors)


def unauthenticated(*, sent: bool) -> Problem:
    """No actor: the challenge of RFC 6750, section 3; `sent` when a token came and is not valid."""
    challenge = 'Bearer realm="otklik"' + (', error="invalid_token"' if sent else "")
    detail = _("The token is not valid. Make a new one.") if sent else ""
    return Problem(UNAUTHENTICATED, detail, headers={"WWW-Authenticate": challenge})


def problem_response(problem: Problem) -> HttpResponse:
    """The HTTP response of a problem."""
    body = orjson.dumps(problem.document())
    return HttpResponse(
        body, status=problem.kind.status, content_type=MEDIA_TYPE, headers=dict(problem.headers)
    )
