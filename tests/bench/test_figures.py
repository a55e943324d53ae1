"""CPU time, tables, files of results, comparisons."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import cpu, report
from bench.cases import CASES, FETCH, FETCH_TWO, PARSE, registrations, replies
from bench.engines import ENGINES, POSTGRES, SQLITE
from bench.report import Measured
from bench.rounds import Result
from bench.stage import Client, Queries, Signed, Spent, Stage
from tests.support.ports import wait_until

NEARLY = 0.25  # /proc counts in hundredths
BUSY = "import time\nwhile time.process_time() < {seconds}: pass\n"
FAST = Result(4.0, 1.5, 6.0, 9.0, 180.0, 8, 30_000)
SLOW = Result(14.0, None, 20.0, 40.0, 60.0, 8, 130_000)
EQUAL = [Queries("list", "1 row", 6), Queries("list", "50 rows", 6)]


def test_the_time_of_children_counts_while_they_live_and_when_they_are_gone() -> None:
    before = cpu.spent(os.getpid())
    subprocess.run([sys.executable, "-c", BUSY.format(seconds=0.3)], check=True)
    gone = cpu.spent(os.getpid()) - before
    with subprocess.Popen([sys.executable, "-c", BUSY.format(seconds=0.3) + "time.sleep(60)"]) as living:
        try:
            wait_until(lambda: cpu.spent(living.pid) >= NEARLY, "the child has been busy")
            assert cpu.spent(os.getpid()) - before >= gone + NEARLY
        finally:
            living.kill()
    assert NEARLY <= gone < 5


def test_two_readings_differ_by_what_was_spent() -> None:
    assert Spent(3.0, 2.0).since(Spent(1.0, 0.5)) == Spent(2.0, 1.5)
    assert Spent(3.0, None).since(Spent(1.0, None)) == Spent(2.0, None)
    assert Spent(3.0, 2.0).shared(4) == Spent(0.75, 0.5)
    assert FAST.cpu_ms == 5.5
    assert SLOW.cpu_ms == 14.0


def test_the_table_says_which_bars_are_kept() -> None:
    said = report.table(Measured(POSTGRES, 10_000, {"list": FAST, "register": FAST}, EQUAL))
    assert "kept   CPU 5.5 ms, at most 12" in said
    assert "kept   180 a second, at least 100" in said
    assert "kept   180 a second, at least 150" in said
    assert "queries of the list: 6 for 1 row, 6 for 50 rows" in said.splitlines()
    assert "MISSED" not in said


def test_the_table_says_which_bars_are_missed() -> None:
    unequal = [Queries("list", "1 row", 6), Queries("list", "50 rows", 56)]
    said = report.table(Measured(SQLITE, 10_000, {"list": SLOW, "register": SLOW}, unequal))
    assert "MISSED CPU 14.0 ms, at most 12" in said
    assert "MISSED 60 a second, at least 100" in said
    assert "150" not in said, "registrations have their bar on PostgreSQL"
    assert said.splitlines()[-1].endswith("MISSED")


def test_results_of_a_day_are_kept_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    report.write("2026-11-21", 10_000, [Measured(SQLITE, 10_000, {"list": SLOW}, EQUAL)])
    path = report.write("2026-11-21", 10_000, [Measured(POSTGRES, 10_000, {"card": FAST}, EQUAL)])
    assert path == tmp_path / "2026-11-21-10000.json"
    kept = json.loads(path.read_text())
    assert kept["engines"][SQLITE]["cases"]["list"]["cpu_ms"] == 14.0
    assert kept["engines"][POSTGRES]["cases"]["card"]["database_ms"] == 1.5
    assert kept["engines"][POSTGRES]["queries"] == [
        {"page": "list", "content": "1 row", "number": 6},
        {"page": "list", "content": "50 rows", "number": 6},
    ]
    assert (kept["size"], kept["cores"]) == (10_000, os.cpu_count())


def test_what_costs_a_tenth_more_is_pointed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    old = report.write("2026-11-20", 10_000, [Measured(POSTGRES, 10_000, {"list": FAST, "card": SLOW}, [])])
    said = report.compare(old, [Measured(POSTGRES, 10_000, {"list": SLOW, "card": FAST, "reply": FAST}, [])])
    slower, faster = said.splitlines()[2:]
    assert "5.5 → 14.0 (+155 %)  SLOWER" in slower
    assert "14.0 → 5.5 (-61 %)" in faster
    assert "SLOWER" not in faster


@pytest.fixture
def stage() -> Stage:
    """Two agents with two tickets each, two clients."""
    agents = [Signed(f"s{n}", f"t{n}", [f"INC{n}1", f"INC{n}2"], [f"INC{n}1"]) for n in (1, 2)]
    clients = [Client("c1", ["INC11", "INC12"], is_wide=False), Client("c2", ["INC21"], is_wide=True)]
    return Stage(SQLITE, 1, 1, None, agents, clients, [], choosers=["s1", "s2"])


ASKED = [case for case in CASES if case not in (FETCH, FETCH_TWO, PARSE)]


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.name)
def test_requests_go_round_the_people(case: object, stage: Stage) -> None:
    requests = next(one for one in CASES if one is case).requests(stage)
    asked = [next(requests) for _one in range(8)]
    assert all(b"\r\n\r\n" in request for request in asked)
    for one in ("1", "2"):
        assert any(f"{kind}{one}".encode() in request for kind in "stc" for request in asked)


def test_no_write_is_asked_for_twice(stage: Stage) -> None:
    for make in (registrations, replies):
        requests = make(stage)
        keys = [_header(next(requests), "Idempotency-Key") for _one in range(50)]
        assert len(set(keys)) == 50
        assert _header(next(make(stage, "other")), "Idempotency-Key") not in keys
        request = next(requests)
        head, _blank, body = request.partition(b"\r\n\r\n")
        assert int(_header(head, "Content-Length")) == len(body)
        assert json.loads(body)["text"]


def test_both_engines_are_measured() -> None:
    assert ENGINES == (SQLITE, POSTGRES)


def _header(request: bytes, name: str) -> str:
    lines = request.decode().splitlines()
    return next(line.partition(": ")[2] for line in lines if line.startswith(name))
