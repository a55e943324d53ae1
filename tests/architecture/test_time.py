"""There is one clock, `otklik.core.clock`, so that tests can say what time it is."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.tree import python_files

CLOCK = Path("otklik/core/clock.py")
OTHER_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("time", "time"),
    ("time", "time_ns"),
    ("functions", "Now"),
}


def test_only_the_clock_asks_for_the_time() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in python_files(below="otklik/")
        if path != CLOCK
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.ImportFrom) and _asks(node)
    ]
    assert found == [], "domain time is core.clock.now(), durations are time.monotonic()"


def _asks(node: ast.Attribute | ast.ImportFrom) -> bool:
    if isinstance(node, ast.Attribute):
        owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        return (owner, node.attr) in OTHER_CLOCKS
    module = (node.module or "").rpartition(".")[2]
    return any((module, alias.name) in OTHER_CLOCKS for alias in node.names)
