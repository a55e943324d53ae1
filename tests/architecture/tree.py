"""What the architecture tests look at: the files of the project and the stack of packages."""

from __future__ import annotations

import ast
import functools
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "otklik"
INTERFACES = ("api", "desk", "jobs", "portal", "settings_ui", "web")


@functools.cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Files that are or would be committed, relative to the root, with one of the suffixes (or all)."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = (Path(name) for name in listed.split("\0") if name)
    return tuple(
        sorted(
            path for path in found if (not suffixes or path.suffix in suffixes) and (ROOT / path).is_file()
        )
    )


def python_files(*, below: str = "") -> Iterator[tuple[Path, ast.Module]]:
    """Python files with their syntax trees, without migrations (which a program writes)."""
    for path in files(".py"):
        if path.as_posix().startswith(below) and "migrations" not in path.parts:
            yield path, _parsed(path)


@functools.cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(), filename=str(path))


def module_name(path: Path) -> str:
    """`otklik/core/clock.py` → `otklik.core.clock`."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def stack() -> dict[str, int]:
    """Package → row, counted from the top, as the first import contract in pyproject.toml has it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rows = contracts[0]["layers"]
    return {name.strip(" ()"): number for number, row in enumerate(rows) for name in row.split("|")}
