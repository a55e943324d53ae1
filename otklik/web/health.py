"""`/healthz`, `/readyz`, `/metrics`: alive, able to serve, figures for Prometheus."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

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
    registry = CollectorRegistry()
    registry.register(_FromDatabase())
    return HttpResponse(of_processes() + generate_latest(registry), content_type=TEXT)


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


class _FromDatabase(Collector):
    """The queue and the letters as metrics; not kept in any process, so that no two of them add up."""

    def collect(self) -> Iterator[Metric]:
        """Asked once a scrape."""
        now = figures()
        yield from _lanes(now)
        letters = letters_by_state()
        unsent = GaugeMetricFamily("otklik_letters", "Letters that failed or are held.", labels=["state"])
        for state in (DeliveryState.FAILED, DeliveryState.HELD):
            unsent.add_metric([state.value], letters.get(state, 0))
        yield unsent
        yield GaugeMetricFamily("otklik_jobs_dead", "Jobs that were given up.", now.dead)
        yield GaugeMetricFamily("otklik_timers", "Timers to come.", now.timers)
        yield GaugeMetricFamily("otklik_workers", "Worker processes seen lately.", now.workers)


def _lanes(now: Figures) -> Iterator[Metric]:
    due = GaugeMetricFamily("otklik_jobs_due", "Jobs that could run now.", labels=["lane"])
    running = GaugeMetricFamily("otklik_jobs_running", "Jobs a worker holds.", labels=["lane"])
    retrying = GaugeMetricFamily("otklik_jobs_retrying", "Failed jobs to be tried again.", labels=["lane"])
    lag = GaugeMetricFamily("otklik_jobs_lag_seconds", "How long the oldest due job waits.", labels=["lane"])
    for lane, lane_now in now.lanes.items():
        due.add_metric([lane], lane_now.due)
        running.add_metric([lane], lane_now.running)
        retrying.add_metric([lane], lane_now.retrying)
        lag.add_metric([lane], lane_now.lag)
    yield from (due, running, retrying, lag)
