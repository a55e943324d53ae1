"""API tokens: random, shown once, stored as SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from otklik.core import clock
from otklik.core.actors import ActorRef
from otklik.core.events import Subject, record
from otklik.core.prepared import Prepared, Rows, Whole
from otklik.people.events import TOKEN_CREATED, TOKEN_REVOKED
from otklik.people.models import ApiToken, User

PREFIX = "otk_"
_USE_NOTED_EVERY = timedelta(minutes=5)
_USER = Whole(User)


@dataclass(frozen=True)
class _Token:
    """A live token as every call of the API reads it."""

    pk: int
    acts_as: str
    last_used_at: datetime | None
    user: User


_FOUND: Prepared[_Token] = Prepared(
    lambda pk, acts_as, used, *user: _Token(pk, acts_as, used, _USER.row(*user))
)


@transaction.atomic
def create_token(by: ActorRef, user: User, *, acts_as: str, name: str) -> str:
    """Make a token for a program and return it bare, for the only time. Writes `token.created`."""
    bare = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        acts_as=ApiToken.ActsAs(acts_as),
        name=name[:100],
        sha256=_digest(bare),
        created_at=clock.now(),
    )
    record(TOKEN_CREATED, by, Subject("token", token.pk), data={"user": user.pk, "acts_as": acts_as})
    return bare


@transaction.atomic
def revoke_token(by: ActorRef, token: ApiToken) -> None:
    """End a token. Writes `token.revoked`; ending it twice changes nothing."""
    ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
    if ended:
        record(TOKEN_REVOKED, by, Subject("token", token.pk))


def token_user(bare: str) -> tuple[User, str] | None:
    """The active user of a live token and which face it acts as; None for anything else.

    The moment of use is noted at most every five minutes, so that reading by API stays free of writes.
    """
    if not bare.startswith(PREFIX):
        return None
    found = _FOUND.rows(_live, _digest(bare))
    if not found or not found[0].user.is_active:
        return None
    token, now = found[0], clock.now()
    if token.last_used_at is None or now - token.last_used_at > _USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user, token.acts_as


def _live(sha256: str) -> Rows:
    live = ApiToken.objects.filter(sha256=sha256, revoked_at=None)
    return live.values_list("pk", "acts_as", "last_used_at", *_USER.behind("user"))


def _digest(bare: str) -> str:
    return hashlib.sha256(bare.encode()).hexdigest()
