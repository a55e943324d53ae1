"""Where data sets are kept and where they are worked on: SQLite files and a PostgreSQL cluster of our own.

A data set is made once and measured on a copy, so that every run begins from the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import postgres

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "bench" / "data"
CLUSTER = Path(tempfile.gettempdir()) / f"otklik-postgres-{os.geteuid()}-bench"
SQLITE, POSTGRES = "sqlite", "postgresql"
ENGINES = (SQLITE, POSTGRES)
# What a data set follows from: the tables, and the load that fills them.
_SOURCES = (
    "otklik/**/migrations/*.py",
    "otklik/cli/demo/**/*",
    "bench/inside/filling.py",
    "bench/inside/own_fields.py",
)


@dataclass(frozen=True)
class WorkingCopy:
    """A database that may be written to, with the data folder of the processes that use it."""

    engine: str
    home: Path
    url: str
    postmaster: int | None

    @property
    def environment(self) -> dict[str, str]:
        """What our processes are told."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "otklik.config.settings",
            "OTKLIK_HOME": str(self.home),
            "OTKLIK_DATABASE_URL": self.url,
            "OTKLIK_SECRET_KEY": "only good for benchmarks on this machine",
        }


@contextmanager
def working_copy(engine: str, size: int) -> Iterator[WorkingCopy]:
    """A fresh copy of the data set, made first where it is missing or from older code; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        home = Path(folder)
        make = _sqlite_copy if engine == SQLITE else _postgres_copy
        with make(home, size) as copy:
            yield copy


def run_inside(copy: WorkingCopy, module: str, *arguments: str) -> str:
    """Run one of our modules with the program's settings; what it printed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=copy.environment,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


@contextmanager
def _sqlite_copy(home: Path, size: int) -> Iterator[WorkingCopy]:
    kept = DATA / f"tickets-{size}-{_fingerprint()}.sqlite3"
    if not kept.exists():
        _forget(DATA.glob(f"tickets-{size}-*"))
        DATA.mkdir(parents=True, exist_ok=True)
        making = kept.with_suffix(".making")
        _fill(WorkingCopy(SQLITE, home, f"sqlite:///{making}", None), size)
        making.rename(kept)
    used = home / "otklik.sqlite3"
    shutil.copyfile(kept, used)
    yield WorkingCopy(SQLITE, home, f"sqlite:///{used}", None)


@contextmanager
def _postgres_copy(home: Path, size: int) -> Iterator[WorkingCopy]:
    url = postgres.start(CLUSTER, durable=True)
    postmaster = int((CLUSTER / "data" / "postmaster.pid").read_text().split()[0])
    server, kept, used = url.rsplit("/", 1)[0], f"tickets_{size}_{_fingerprint()}", f"used_{size}"
    if not (CLUSTER / kept).exists():
        making = f"making_{size}"
        postgres.execute(url, f'DROP DATABASE IF EXISTS "{making}"')
        postgres.execute(url, f'DROP DATABASE IF EXISTS "{kept}"')
        postgres.ensure_database(url, making)
        _fill(WorkingCopy(POSTGRES, home, f"{server}/{making}", postmaster), size)
        postgres.execute(url, f'ALTER DATABASE "{making}" RENAME TO "{kept}"')
        for older in CLUSTER.glob(f"tickets_{size}_*"):
            postgres.execute(url, f'DROP DATABASE IF EXISTS "{older.name}"')
            older.unlink()
        (CLUSTER / kept).touch()
    postgres.execute(url, f'DROP DATABASE IF EXISTS "{used}" WITH (FORCE)')
    postgres.execute(url, f'CREATE DATABASE "{used}" TEMPLATE "{kept}"')
    try:
        yield WorkingCopy(POSTGRES, home, f"{server}/{used}", postmaster)
    finally:
        postgres.execute(url, f'DROP DATABASE IF EXISTS "{used}" WITH (FORCE)')


def _fill(copy: WorkingCopy, size: int) -> None:
    print(f"Making {size} tickets on {copy.engine}; they are kept.", file=sys.stderr)
    run_inside(copy, "bench.inside.filling", str(size))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _forget(older: Iterator[Path]) -> None:
    for path in older:
        path.unlink()
