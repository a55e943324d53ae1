"""The addresses of the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from otklik.api.edge import edge
from otklik.api.openapi import openapi_json
from otklik.api.reference import api_docs
from otklik.api.v1 import api
from otklik.web.problems import NOT_FOUND, Problem, problem_response


def nowhere(_request: HttpRequest) -> HttpResponse:
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
    path("api/docs", edge(api_docs), name="api-docs"),
    path("api/v1/openapi.json", edge(openapi_json), name="openapi"),
    path("api/v1/", include((_operations(), "api"))),
    re_path(r"^api(?:/.*)?$", edge(nowhere)),
]
