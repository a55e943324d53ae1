"""A fresh, migrated installation on either engine, for one proof."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts import postgres

SQLITE, POSTGRESQL = ENGINES = ("sqlite", "postgresql")
CLUSTER = "PROVE_CLUSTER"


@contextmanager
def installation(engine: str, *, durable: bool = False) -> Iterator[Mapping[str, str]]:
    """The environment of an empty installation; everything of it is removed afterwards.

    `durable`: what is committed survives a power cut; `CLUSTER` names the folder of a PostgreSQL cluster.
    """
    with tempfile.TemporaryDirectory(prefix="otklik-prove-") as folder:
        home, cluster = Path(folder) / "home", Path(folder) / "cluster"
        url = f"sqlite:///{home}/otklik.sqlite3"
        try:
            if engine == POSTGRESQL:
                # Its user must get through to the files.
                Path(folder).chmod(0o755)
                url = postgres.start(cluster, durable=durable)
            environment = _environment(home, url) | {CLUSTER: str(cluster)}
            migrate = [sys.executable, "-m", "otklik.cli.main", "migrate"]
            subprocess.run(migrate, env=environment, check=True, stdout=subprocess.DEVNULL)
            yield environment
        finally:
            postgres.stop(cluster)


def _environment(home: Path, url: str) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")}
    return inherited | {"OTKLIK_HOME": str(home), "OTKLIK_DATABASE_URL": url}
