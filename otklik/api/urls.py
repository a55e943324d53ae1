"""The addresses of the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from otklik.api.edge import edge
from otklik.api.v1 import api
from otklik.web.problems import NOT_FOUND, Problem, problem_response


def nowhere(_request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - part of the address
    """Every other address below `/api/`: a problem, not a page."""
    return problem_response(Problem(NOT_FOUND))


def _operations() -> list[URLPattern | URLResolver]:
    """The operations behind the edge; django-ninja's own start page is left out."""
    patterns, _app, _namespace = api.urls
    served = [
        pattern for pattern in patterns if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    for pattern in served:
        pattern.callback = edge(pattern.callback)
    return list(served)


urlpatterns = [
    path("api/v1/", include((_operations(), "api"))),
    path("api/v1/<path:rest>", edge(nowhere)),
]
