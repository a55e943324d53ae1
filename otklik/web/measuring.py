"""How long answers take, by route and status, for Prometheus.

Each process counts for itself. With several server processes `otklik serve` gives them a common folder
(PROMETHEUS_MULTIPROC_DIR), and whichever is asked answers for all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = Histogram(
    "otklik_request_seconds",
    "Time to make an answer.",
    ["route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
COMMON_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class Measured:
    """Takes the time around everything else."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request and note how long it took. Unknown addresses share one name."""
        begun = perf_counter()
        response = self.respond(request)
        route = request.resolver_match.route if request.resolver_match else "unknown"
        SECONDS.labels(route or "/", str(response.status_code)).observe(perf_counter() - begun)
        return response


def of_processes() -> bytes:
    """The figures of this server's processes, in Prometheus' text format."""
    if COMMON_FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    return generate_latest(registry)
