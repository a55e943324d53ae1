"""What others call says what it does: packages, commands, queries, access and pure rules have docstrings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import pure
from tests.architecture.tree import module_name, python_files

DESCRIBED = {"commands", "queries", "access"}
FEWEST_WORDS = 3


def test_modules_say_what_they_are_for() -> None:
    silent = [str(path) for path, tree in python_files(below="otklik/") if not ast.get_docstring(tree)]
    assert [path for path in silent if _has_code(Path(path))] == []


def test_public_functions_and_classes_say_what_they_do() -> None:
    found = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in _described()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and len((ast.get_docstring(node) or "").split()) < FEWEST_WORDS
    ]
    assert found == [], "say what it does, who may, which event it writes; units, errors, source of a format"


def _has_code(path: Path) -> bool:
    is_empty_package = path.name == "__init__.py" and not path.read_text().strip()
    return not (is_empty_package and path.parent.name == "migrations")


def _described() -> Iterator[tuple[Path, ast.Module]]:
    rules = set(pure.recorded())
    for path, tree in python_files(below="otklik/"):
        if DESCRIBED.intersection(path.with_suffix("").parts) or module_name(path) in rules:
            yield path, tree
