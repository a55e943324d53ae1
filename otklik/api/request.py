"""The request as the operations see it."""

from __future__ import annotations

from django.http import HttpRequest

from otklik.people.actor import Actor


class ApiRequest(HttpRequest):
    """A request whose actor was found by `otklik.api.authentication`."""

    auth: Actor
