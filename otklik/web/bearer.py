"""Programs sign in with a token: `Authorization: Bearer otk_…` (RFC 6750, section 2.1)."""

from __future__ import annotations

from django.http import HttpRequest

from otklik.clients.acting import actor_of_client
from otklik.core.actors import Via
from otklik.people.actor import Actor
from otklik.people.commands import token_user
from otklik.people.queries import actor_of_user


def sent_token(request: HttpRequest) -> str | None:
    """The token a request carries; None without the header, empty when it holds something else."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def actor_of_token(token: str) -> Actor | None:
    """Whom a live token acts for, with the one face it was made for; None for anything else.

    Costs one query for an agent, two for a contact (agents, teams and roles stand in memory).
    """
    found = token_user(token)
    if found is None:
        return None
    user, face = found
    if face == "agent":
        return actor_of_user(user, Via.API)
    return actor_of_client(user, Via.API)
