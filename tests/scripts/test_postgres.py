"""The throwaway cluster comes, answers and goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from scripts import postgres
from tests.support.ports import wait_until

SCRIPT = str(Path(__file__).parents[2] / "scripts" / "postgres.py")


def test_a_cluster_for_one_command(tmp_path: Path) -> None:
    seen = tmp_path / "url"
    command = ["sh", "-c", f'printf %s "$OTKLIK_TEST_POSTGRES_URL" > {seen}; exit 3']
    done = subprocess.run([sys.executable, SCRIPT, "run", "--", *command], check=False)
    assert done.returncode == 3
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(seen.read_text(), connect_timeout=5)


def test_a_killed_run_is_cleaned_up_by_the_next(tmp_path: Path) -> None:
    seen = tmp_path / "url"
    wait = [
        "sh",
        "-c",
        f'printf %s "$OTKLIK_TEST_POSTGRES_URL" > {seen}.new; mv {seen}.new {seen}; exec sleep 60',
    ]
    killed = subprocess.Popen([sys.executable, SCRIPT, "run", "--", *wait], process_group=0)
    wait_until(seen.exists, "the cluster has started")
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    psycopg.connect(seen.read_text()).close()
    subprocess.run([sys.executable, SCRIPT, "run", "--", "true"], check=True)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(seen.read_text(), connect_timeout=5)


def test_starting_twice_gives_the_same_cluster_and_a_database_for_each_name() -> None:
    # pytest's own folder is closed to the user PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="otklik-test-cluster-"))
    first = postgres.start(folder)
    try:
        assert postgres.start(folder) == first
        mine = postgres.ensure_database(first, "mine")
        assert postgres.ensure_database(first, "mine") == mine
        with psycopg.connect(mine) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("mine",)
    finally:
        postgres.stop(folder)
    assert not folder.exists()
