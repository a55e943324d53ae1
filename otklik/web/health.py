"""`/healthz`, `/readyz`, `/metrics`: alive, able to serve, figures for Prometheus."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from otklik.core.backlog import Figures, figures, workers_seen
from otklik.notifications.enums import DeliveryState
from otklik.notifications.queries import letters_by_state
from otklik.web.measuring import of_processes

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else: a slow database must not get a healthy process killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Database reachable, migrations applied, a worker seen lately; 503 names what is missing."""
    checks = {"database": _database_answers()}
    if checks["database"]:
        checks["migrations"] = _is_migrated()
        checks["worker"] = checks["migrations"] and workers_seen() > 0
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text format; from this machine, or with the installation's token.

    The token is `OTKLIK_METRICS_TOKEN`, sent as `Authorization: Bearer`. Requests and listeners are those of
    this server's processes (`web.measuring`); queue and letters come from the database, so every server
    answers the same.
    """
    if not _may_read(request):
        return HttpResponse("not for you\n", status=403, content_type="text/plain")
    body = of_processes() + generate_latest(_collected(figures(), letters_by_state()))
    return HttpResponse(body, content_type=TEXT)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _may_read(request: HttpRequest) -> bool:
    if request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers:
        return True
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    token = settings.OTKLIK_METRICS_TOKEN.encode()
    return bool(token) and hmac.compare_digest(sent, token)


def _collected(now: Figures, letters: Mapping[DeliveryState, int]) -> CollectorRegistry:
    registry = CollectorRegistry()
    labels = ["lane"]
    due = Gauge("otklik_jobs_due", "Jobs that could run now.", labels, registry=registry)
    running = Gauge("otklik_jobs_running", "Jobs a worker holds.", labels, registry=registry)
    retrying = Gauge(
        "otklik_jobs_retrying", "Failed jobs that will be tried again.", labels, registry=registry
    )
    lag = Gauge("otklik_jobs_lag_seconds", "How long the oldest due job waits.", labels, registry=registry)
    for lane, lane_now in now.lanes.items():
        due.labels(lane).set(lane_now.due)
        running.labels(lane).set(lane_now.running)
        retrying.labels(lane).set(lane_now.retrying)
        lag.labels(lane).set(lane_now.lag)
    unsent = Gauge("otklik_letters", "Letters that failed or are held.", ["state"], registry=registry)
    for state in (DeliveryState.FAILED, DeliveryState.HELD):
        unsent.labels(state.value).set(letters.get(state, 0))
    Gauge("otklik_jobs_dead", "Jobs that were given up.", registry=registry).set(now.dead)
    Gauge("otklik_timers", "Timers to come.", registry=registry).set(now.timers)
    Gauge("otklik_workers", "Worker processes seen lately.", registry=registry).set(now.workers)
    return registry
