"""A repeated request is answered with the first one's result instead of being done twice.

A page carries a fresh key in a hidden field, an API client sends `Idempotency-Key`
(IETF draft-ietf-httpapi-idempotency-key-header). Keys are remembered for a day per actor.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.errors import Conflict
from otklik.core.inserting import insert
from otklik.core.models.keys import IdempotencyKey

KEPT = timedelta(days=1)
KEY_REUSED = "key_reused"
"""The refusal's code: a page out of the browser's memory, whose words need a fresh key to be sent."""


@dataclass(frozen=True)
class Once:
    """The result of a request and whether it was done now or remembered."""

    result: dict[str, object]
    repeated: bool


def once(
    actor: str,
    key: str,
    request: Mapping[str, object],
    do: Callable[[], dict[str, object]],
) -> Once:
    """Run `do` in a transaction unless `(actor, key)` was already done with the same request.

    `do` returns what an interface needs to answer again (numbers and ids, JSON). The same key with
    another request raises `Conflict`. Two at the same moment: the second waits for the first's row
    and gets its result. An empty key means: no guard.
    """
    if not key:
        with transaction.atomic():
            return Once(do(), repeated=False)
    print_ = fingerprint(request)
    # The key is claimed first and asked for only when it is taken: nearly every key is new.
    try:
        with transaction.atomic():
            claim = IdempotencyKey(actor=actor, key=key[:200], fingerprint=print_, created_at=clock.now())
            row = insert(claim)
            result = do()
            IdempotencyKey.objects.filter(pk=row.pk).update(result=result)
    except IntegrityError:
        remembered = _remembered(actor, key, print_)
        if remembered is None:
            raise
        return remembered
    return Once(result, repeated=False)


def done_under(actor: str, key: str) -> Mapping[str, object]:
    """What was done under this key of the actor's, as `once` keeps it; empty when nothing was."""
    found = IdempotencyKey.objects.filter(actor=actor, key=key[:200]).first() if key else None
    return found.result or {} if found else {}


def fingerprint(request: Mapping[str, object]) -> str:
    """SHA-256 of the request's meaning, independent of the order of its fields."""
    canonical = json.dumps(request, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def forget_old() -> int:
    """Drop keys older than a day; how many went. A sweep calls it."""
    return IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]


def _remembered(actor: str, key: str, print_: str) -> Once | None:
    row = IdempotencyKey.objects.filter(actor=actor, key=key[:200]).first()
    if row is None:
        return None
    if row.fingerprint != print_:
        raise Conflict(_("This key was already used for another request."), code=KEY_REUSED)
    return Once(row.result, repeated=True)
