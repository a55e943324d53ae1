"""Run a command only when what it reads has changed since it last succeeded.

    python scripts/once.py NAME --reads PATH … [--makes PATH …] -- COMMAND …

Make compares times, and `git pull`, a switch of branches or a copy changes times without changing content
(and the other way round). So the stamp `.make/NAME` holds a hash of the command and of every file it reads.
PATH may be a file, a folder (all files below it) or a pattern; the command runs again as well when something
it makes is gone. The standard library suffices.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

STAMPS = Path(".make")
IGNORED = {"node_modules", "__pycache__"}


def main(argv: Sequence[str]) -> int:
    """Run the command when it is due; return its exit code, 0 when there was nothing to do."""
    options = _arguments(argv)
    stamp = STAMPS / options.name
    state = fingerprint(options.command, options.reads)
    if _is_fresh(stamp, state, options.makes):
        return 0
    print(options.name, "…", file=sys.stderr, flush=True)
    code = subprocess.run(options.command, check=False).returncode
    if code == 0:
        STAMPS.mkdir(exist_ok=True)
        stamp.write_text(state)
    return code


def fingerprint(command: Sequence[str], patterns: Sequence[str]) -> str:
    """One hash of the command line and of the names and contents of all files that match the patterns."""
    whole = hashlib.sha256("\0".join(command).encode())
    for path in sorted(set(_files(patterns))):
        whole.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(patterns: Sequence[str]) -> Iterator[Path]:
    for pattern in patterns:
        matches = [Path(pattern)] if Path(pattern).exists() else list(Path().glob(pattern))
        if not matches:
            raise SystemExit(f"{pattern} does not exist")
        for match in matches:
            found = match.rglob("*") if match.is_dir() else [match]
            yield from (path for path in found if path.is_file() and not IGNORED.intersection(path.parts))


def _is_fresh(stamp: Path, state: str, makes: Sequence[str]) -> bool:
    made = all(any(Path().glob(pattern)) for pattern in makes)
    return made and stamp.exists() and stamp.read_text() == state


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    own, _, command = "\0".join(argv).partition("\0--\0")
    parser = argparse.ArgumentParser(description="Run a command only when what it reads has changed.")
    parser.add_argument("name")
    parser.add_argument("--reads", nargs="+", required=True)
    parser.add_argument("--makes", nargs="+", default=[])
    options = parser.parse_args(own.split("\0"))
    if not command:
        parser.error("no command after --")
    options.command = command.split("\0")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
