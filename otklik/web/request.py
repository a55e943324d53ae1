"""The request as our views see it."""

from __future__ import annotations

from django.http import HttpRequest

from otklik.people.actor import Actor


class OtklikRequest(HttpRequest):
    """A request with the actor the middleware found for its path."""

    actor: Actor
