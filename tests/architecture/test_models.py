"""Models hold fields, constraints and one-row questions; nothing happens behind a save."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import python_files

FORBIDDEN_METHODS = {"save", "asave", "delete", "adelete", "save_base", "full_clean"}
SIGNAL_MODULES = (
    "django.db.models.signals",
    "django.dispatch",
    "django.core.signals",
    "django.contrib.auth.signals",
    "allauth.account.signals",
)


def test_no_model_overrides_saving_or_deleting() -> None:
    found = [
        f"{path}:{method.lineno} {owner.name}.{method.name}"
        for path, owner in _classes()
        for method in owner.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method.name in FORBIDDEN_METHODS
    ]
    assert found == [], "a write is a command, a consequence is listed in reactions.py"


def test_nobody_imports_a_signal() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in python_files(below="otklik/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(name.startswith(SIGNAL_MODULES) for name in _imported(node))
    ]
    assert found == [], "no Django signals: a consequence is listed in reactions.py"


def test_nobody_dates_a_row_by_itself() -> None:
    found = [
        f"{path}:{node.value.lineno} {node.arg}"
        for path, tree in python_files(below="otklik/")
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}
    ]
    assert found == [], "commands write core.clock.now(): automatic dates ask another clock"


def _classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path, tree in python_files(below="otklik/"):
        if "models" in path.with_suffix("").parts:
            yield from ((path, node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return [prefix + alias.name for alias in node.names]
