"""The test database, and the mould beside it: what the migrations make, untouched, to be copied.

Migrations run once for each engine. Of the workers of one run, the first makes the database; the others wait
for its mould and copy it.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

from otklik.core import clock
from tests.support import engines


@contextmanager
def test_database(delivered_at: datetime) -> Iterator[None]:
    """A migrated database under the connection, and its mould, for as long as the block lasts.

    Whenever the tests run, what is delivered (the holidays of two years) is that of one moment.
    """
    before = str(connection.settings_dict["NAME"])
    with _among_workers() as shared:
        found = shared.read_text() if shared.exists() else ""
        if found:
            _take_copy(found)
        else:
            with clock.freeze(delivered_at):
                setup_databases(0, False, serialized_aliases=[])
        connections.close_all()
        engines.copy(found or name(), mould())
        if not found:
            shared.write_text(mould())
    yield
    with _among_workers() as shared:
        if not found:
            shared.unlink()
        engines.drop(mould())
    teardown_databases([(connection, before, True)], 0)


def name() -> str:
    """The test database: on SQLite its path."""
    return str(connection.settings_dict["NAME"])


def mould() -> str:
    """The copy nobody writes to."""
    return name() + "_mould"


def _take_copy(source: str) -> None:
    connection.close()
    target = str(connection.settings_dict["TEST"]["NAME"])
    engines.copy(source, target)
    settings.DATABASES["default"]["NAME"] = target
    connection.settings_dict["NAME"] = target


@contextmanager
def _among_workers() -> Iterator[Path]:
    """Where this run's first worker says what its mould is called; one worker at a time is in here."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    said = Path(tempfile.gettempdir()) / f"otklik-mould-{run}-{engines.ENGINE}"
    with said.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield said
