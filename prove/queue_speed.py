"""How many trivial reactions a worker does a second.

    python -m prove.queue_speed --jobs 5000 --workers 1 --concurrency 2

on the database of OTKLIK_DATABASE_URL, which must be migrated and is emptied of events. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence

from otklik.cli.django_start import start_django


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=2)
    options = parser.parse_args(argv)
    start_django()
    print(json.dumps(measure(options.jobs, options.workers, options.concurrency)))
    return 0


def measure(jobs: int, workers: int, concurrency: int) -> dict[str, object]:
    """Fill the queue, let the workers empty it; jobs a second from the first claim to the last effect."""
    from django.db import connection, connections

    from otklik.core import worker
    from otklik.core.models import Job
    from prove import queue_table
    from prove.processes import Child

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


if __name__ == "__main__":
    sys.exit(main())
