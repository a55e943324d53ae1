"""What we allow ourselves as little as possible of, counted for each file.

`python -m tests.architecture.budget` lowers the recorded numbers to the present ones. It never raises one:
whoever must, edits budget.json by hand and gives the reason in the commit.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, python_files

FILE = Path(__file__).with_name("budget.json")
COMMENTS = {"noqa": re.compile(r"#\s*noqa\b"), "type: ignore": re.compile(r"#\s*type:\s*ignore\b")}

Counts = dict[str, dict[str, int]]


def recorded() -> Counts:
    """Kind → file → number, as budget.json has it."""
    counts: Counts = json.loads(FILE.read_text())
    return counts


def present() -> Counts:
    """The same, counted now."""
    counts: Counts = {kind: {} for kind in ("Any", "function-level import", "noqa", "type: ignore")}
    for path, tree in python_files():
        found = Counter([*_in_syntax(tree), *_in_comments((ROOT / path).read_text())])
        for kind, number in found.items():
            counts[kind][path.as_posix()] = number
    return counts


def lower() -> None:
    """Write what has shrunk."""
    now = present()
    lowered = {
        kind: {path: min(number, now[kind][path]) for path, number in paths.items() if path in now[kind]}
        for kind, paths in recorded().items()
    }
    FILE.write_text(json.dumps(lowered, indent=2, sort_keys=True) + "\n")


def _in_syntax(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "Any":
            yield "Any"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = (child for statement in node.body for child in ast.walk(statement))
            yield from (
                "function-level import" for child in inner if isinstance(child, ast.Import | ast.ImportFrom)
            )


def _in_comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield from (kind for kind, pattern in COMMENTS.items() if pattern.search(token.string))


if __name__ == "__main__":
    lower()
