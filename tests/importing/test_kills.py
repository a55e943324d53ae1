"""The worker is killed while an import runs: it goes on where it stopped, and nothing doubles."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.importing.files import COMPANIES, csv_of
from tests.scenarios.mails import within
from tests.support.killed import KilledOften
from tests.support.servers import Installation

ROWS = 1_000
POINTS = "importing.batch_written=kill:0.2,queue.before_ack=kill:0.1,queue.after_commit=kill:0.1"
START = """
import pathlib
from tests import make
from tests.importing.files import uploaded
from otklik.importing.commands import start
people = make.cast()
run = uploaded(people.admin, pathlib.Path({path!r}).read_bytes())
start(people.admin, run, is_trial=False)
"""
WORK = """
import sys, pathlib, threading, time, django
django.setup()
from datetime import timedelta
from otklik.core import worker
from otklik.core.models import Job
from otklik.importing import running
running.BATCH = 50
stop = threading.Event()
def watch():
    while Job.objects.exists():
        time.sleep(0.2)
    stop.set()
threading.Thread(target=watch, daemon=True).start()
worker.run(1, stop=stop, pace=worker.Pace(lease=timedelta(seconds=1), poll=0.05))
"""
COUNT = """
import json
from otklik.clients.models import Company
from otklik.core.models import Event
from otklik.importing.models import BadRow, ImportRun
run = ImportRun.objects.get()
print(json.dumps({
    "stage": run.stage, "done": run.done, "created": run.created, "bad": run.bad,
    "companies": Company.objects.filter(external_id__startswith="K-").count(),
    "events": Event.objects.filter(kind="company.created", via="import").count(),
    "finished": Event.objects.filter(kind="import.finished").count(),
    "bad_rows": BadRow.objects.count(),
}))
"""


@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = [(f"K-{n}", f"Компания {n}" if n % 100 else "", "", "", f"k{n}.test") for n in range(ROWS)]
    path.write_bytes(csv_of([COMPANIES, *rows]))
    within(installation, START.format(path=str(path)))
    worker = KilledOften(installation, WORK, tmp_path / "worker", POINTS)
    try:
        while worker.goes_on():
            time.sleep(0.05)
    finally:
        worker.kill()
    good = ROWS - ROWS // 100
    assert json.loads(within(installation, COUNT)) == {
        "stage": "done",
        "done": ROWS,
        "created": good,
        "bad": ROWS // 100,
        "companies": good,
        "events": good,
        "finished": 1,
        "bad_rows": ROWS // 100,
    }
    assert worker.deaths >= 2
