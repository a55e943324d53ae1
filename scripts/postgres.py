"""A throwaway PostgreSQL cluster on loopback, for tests, benchmarks and a developer's own run.

    python scripts/postgres.py start [--name NAME] [--database DB] [--durable]    prints the URL
    python scripts/postgres.py stop [--name NAME]                                 stops it, deletes its files
    python scripts/postgres.py run [--durable] -- COMMAND …                       a cluster for one command

`run` puts the URL into OTKLIK_TEST_POSTGRES_URL of the command, ends with the command's exit code and always
removes the cluster. `start` twice prints the same URL. The standard library suffices, so this works before
anything is installed. PostgreSQL refuses to run as root, so root hands it to the `postgres` user.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

USER = "otklik"
URL_VARIABLE = "OTKLIK_TEST_POSTGRES_URL"
ATTEMPTS = 3
ORPHAN_PREFIX = "otklik-postgres-run-"

# A test database may be lost with the machine, so nothing waits for the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
COMMON = ("shared_buffers=256MB", "max_connections=120", "max_wal_size=2GB", "timezone=UTC", "jit=off")


class PostgresError(Exception):
    """The cluster cannot be had; the message is a sentence for the person at the terminal."""


def start(folder: Path, *, durable: bool = False) -> str:
    """Start (or find running) the cluster kept in `folder`; return the URL of its database `otklik`."""
    url_file = folder / "url"
    if url_file.exists() and _is_running(folder):
        return url_file.read_text().strip()
    password = _create(folder)
    port = _start_on_a_free_port(folder, COMMON if durable else FAST + COMMON)
    url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/{USER}"
    url_file.touch(mode=0o600)
    url_file.write_text(url + "\n")
    ensure_database(url, USER)
    return url


def stop(folder: Path) -> None:
    """Stop the cluster in `folder` at once and delete its files; nothing happens when there is none."""
    if (folder / "data" / "postmaster.pid").exists():
        _run(
            ["pg_ctl", "stop", "--pgdata", str(folder / "data"), "--mode", "immediate", "--wait"], check=False
        )
    shutil.rmtree(folder, ignore_errors=True)


def restart(folder: Path, *, mode: str) -> None:
    """End the running cluster of `folder` and start it again as it was, files kept; everybody is thrown out.

    `mode` as of pg_ctl: `fast` in order, `immediate` as after a power cut (only a durable cluster keeps what
    was committed).
    """
    command = ["pg_ctl", "restart", "--pgdata", str(folder / "data"), "--log", str(folder / "log"), "--wait"]
    _run([*command, "--silent", "--mode", mode])


def ensure_database(url: str, name: str) -> str:
    """Create database `name` in the cluster of `url` when it is missing; return the URL of that database."""
    try:
        execute(url, f'CREATE DATABASE "{name}"')
    except PostgresError as error:
        if "already exists" not in str(error):
            raise
    return url.rsplit("/", 1)[0] + f"/{name}"


def execute(url: str, statement: str) -> None:
    """Run one statement, outside of any database one may want to create or drop."""
    server = url.rsplit("/", 1)[0]
    command = [str(_binary("psql")), "--no-psqlrc", "--quiet", "--command", statement, f"{server}/postgres"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    if done.returncode:
        raise PostgresError(f"{statement} failed:\n{done.stderr}")


def run(command: Sequence[str], *, durable: bool = False) -> int:
    """Run `command` beside a fresh cluster; return its exit code (128 + signal when we were told to stop)."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    _remove_orphans()
    folder = Path(tempfile.mkdtemp(prefix=f"{ORPHAN_PREFIX}{os.getpid()}-"))
    child: subprocess.Popen[bytes] | None = None
    try:
        url = start(folder, durable=durable)
        child = subprocess.Popen(list(command), env={**os.environ, URL_VARIABLE: url})
        return child.wait()
    except KeyboardInterrupt:
        if child is not None:
            child.terminate()
            child.wait()
        return 128 + signal.SIGTERM
    finally:
        stop(folder)


def _remove_orphans() -> None:
    """Clusters of runs that were killed and could not clean up; their folders carry the run's process id."""
    for folder in Path(tempfile.gettempdir()).glob(ORPHAN_PREFIX + "*"):
        owner = folder.name.removeprefix(ORPHAN_PREFIX).partition("-")[0]
        if not Path(f"/proc/{owner}").exists():
            stop(folder)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _create(folder: Path) -> str:
    """Make the cluster's files unless they exist; return the password of its user."""
    password_file = folder / "password"
    if password_file.exists():
        return password_file.read_text().strip()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = secrets.token_hex(16)
    password_file.touch(mode=0o600)
    password_file.write_text(password + "\n")
    for path in (folder, password_file):
        _give(path)
    options = ["--username", USER, "--pwfile", str(password_file), "--auth", "scram-sha-256"]
    locale = ["--encoding", "UTF8", "--locale", "C", "--no-sync"]
    _run(["initdb", "--pgdata", str(folder / "data"), *options, *locale])
    return password


def _start_on_a_free_port(folder: Path, settings: Sequence[str]) -> int:
    for _attempt in range(ATTEMPTS):
        port = _free_port()
        if _try_start(folder, port, settings):
            return port
    raise PostgresError("PostgreSQL does not start:\n" + (folder / "log").read_text()[-2000:])


def _try_start(folder: Path, port: int, settings: Sequence[str]) -> bool:
    switches = [f"-c {setting}" for setting in (*settings, f"unix_socket_directories={folder}")]
    server = " ".join(["-h 127.0.0.1", f"-p {port}", *switches])
    command = ["pg_ctl", "start", "--pgdata", str(folder / "data"), "--log", str(folder / "log"), "--wait"]
    return _run([*command, "--silent", "--options", server], check=False) == 0


def _is_running(folder: Path) -> bool:
    return _run(["pg_ctl", "status", "--pgdata", str(folder / "data")], check=False) == 0


def _run(command: Sequence[str], *, check: bool = True) -> int:
    """Run one of PostgreSQL's own programs as a user it accepts.

    Its output goes to a file, not to a pipe: the server inherits it and would keep a pipe open for ever.
    """
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(_binary(command[0])), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=tempfile.gettempdir(),
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )
        if check and done.returncode:
            output.seek(0)
            raise PostgresError(f"{command[0]} failed:\n{output.read()}")
    return done.returncode


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")


def _binary(name: str) -> Path:
    """The program `name` of the newest PostgreSQL here. Debian keeps the server's programs out of PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1]
    found = shutil.which(name)
    if found is None:
        raise PostgresError(
            f"PostgreSQL's program {name} is missing: install the package postgresql (15 or newer)."
        )
    return Path(found)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _folder(name: str) -> Path:
    return Path(tempfile.gettempdir()) / f"otklik-postgres-{os.geteuid()}-{name}"


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A throwaway PostgreSQL cluster on loopback.")
    actions = parser.add_subparsers(dest="action", required=True)
    for action in ("start", "stop", "run"):
        sub = actions.add_parser(action)
        if action != "run":
            sub.add_argument("--name", default="dev", help="one cluster for each name")
        if action != "stop":
            sub.add_argument("--durable", action="store_true", help="wait for the disk, as in production")
        if action == "start":
            sub.add_argument("--database", default=USER, help="created when missing")
        if action == "run":
            sub.add_argument("command", nargs="+", help="after --")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Do what the command line says; a refusal is one sentence and exit code 1."""
    options = _arguments(argv)
    try:
        if options.action == "run":
            return run(options.command, durable=options.durable)
        if options.action == "stop":
            stop(_folder(options.name))
        else:
            url = start(_folder(options.name), durable=options.durable)
            print(ensure_database(url, options.database))
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
