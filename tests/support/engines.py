"""Which database the tests run on: OTKLIK_TEST_ENGINE is `sqlite` (default) or `postgres`.

`make test` runs workers of both engines over the same tests (see `sharing.py`); tests that need no database
run on the first. Alone, `OTKLIK_TEST_ENGINE=postgres pytest …` starts the developers' throwaway cluster by
itself.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from scripts import postgres

SQLITE = "sqlite"
POSTGRES = "postgres"
ENGINE = os.environ.get("OTKLIK_TEST_ENGINE", SQLITE)
DEVELOPERS_CLUSTER = Path(tempfile.gettempdir()) / f"otklik-postgres-{os.geteuid()}-dev"


def home_url(home: Path) -> str:
    """The OTKLIK_DATABASE_URL the tests start from; Django makes its test database beside that one."""
    if ENGINE == SQLITE:
        return f"sqlite:///{home / 'otklik.sqlite3'}"
    return cluster_url()


def cluster_url() -> str:
    """A PostgreSQL that may be filled and emptied at will."""
    return os.environ.get(postgres.URL_VARIABLE) or postgres.start(DEVELOPERS_CLUSTER)


def url_of(name: str) -> str:
    """The URL of the database `name` (SQLite: a path) of the engine under test."""
    if ENGINE == SQLITE:
        return f"sqlite:///{name}"
    return cluster_url().rsplit("/", 1)[0] + f"/{name}"


def copy(source: str, target: str) -> str:
    """Copy a whole database nobody is connected to; return the URL of the copy."""
    if ENGINE == SQLITE:
        shutil.copyfile(source, target)
    else:
        postgres.execute(cluster_url(), f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    return url_of(target)


def drop(name: str) -> None:
    """Remove a database made by `copy`, whoever is still connected to it."""
    if ENGINE == SQLITE:
        for path in Path(name).parent.glob(Path(name).name + "*"):
            path.unlink()
    else:
        postgres.execute(cluster_url(), f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
