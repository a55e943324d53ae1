"""How fast workers empty the queue: trivial reactions, each with one row as its effect."""

from __future__ import annotations

import resource
import time

from django.db import connection, connections

from otklik.core import worker
from otklik.core.models import Job
from prove import queue_table
from prove.processes import Child


def measure(jobs: int, workers: int, concurrency: int) -> dict[str, object]:
    """Fill the queue, let the workers empty it; jobs a second from the first claim to the last effect."""
    queue_table.CLUMSY = 0.0
    queue_table.install(0)
    queue_table.prepare()
    queue_table.record_plain(jobs)
    engine = connection.vendor
    begun = time.monotonic()
    children = [Child(lambda: worker.run(concurrency=concurrency)) for _ in range(workers)]
    while Job.objects.exists():
        time.sleep(0.02)
    seconds = time.monotonic() - begun
    connections.close_all()
    for child in children:
        child.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "engine": engine,
        "jobs": jobs,
        "workers": workers,
        "concurrency": concurrency,
        "per_second": round(jobs / seconds),
        "worker_cpu_ms_per_job": round((used.ru_utime + used.ru_stime) * 1000 / jobs, 2),
    }
