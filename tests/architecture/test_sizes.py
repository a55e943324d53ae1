"""A file fits in the head: at most 300 lines, a function at most 40.

`exceptions.json` names what is larger, with its present size. It may only shrink: an entry that grew, or is
no longer needed, fails.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, files, python_files

FILE_LINES = 300
FUNCTION_LINES = 40
COUNTED = (".py", ".js", ".mjs", ".css", ".html", ".sh")
EXCEPTIONS = Path(__file__).with_name("exceptions.json")

# JavaScript is formatted: what opens at the end of a line closes at the same indentation.
SCRIPT_FUNCTION = re.compile(
    r"^(?P<indent>\s*)(?:.*\bfunction\b.*|(?:async |static |get |set |#|\*)*\w+\(.*\)|.*=>) \{$"
)
NOT_A_FUNCTION = re.compile(r"^\s*(?:\}\s*)?(?:if|for|while|switch|catch|else|with)\b")


def test_no_file_is_longer_than_fits_in_the_head() -> None:
    sizes = {
        path.as_posix(): len((ROOT / path).read_text().splitlines())
        for path in files(*COUNTED)
        if "migrations" not in path.parts
    }
    assert _too_large(sizes, FILE_LINES, "files") == {}


def test_no_function_is_longer_than_fits_on_a_screen() -> None:
    sizes = dict(_python_functions()) | dict(_script_functions())
    assert _too_large(sizes, FUNCTION_LINES, "functions") == {}


def test_exceptions_are_still_needed_and_have_not_grown() -> None:
    recorded = json.loads(EXCEPTIONS.read_text())
    functions = dict(_python_functions()) | dict(_script_functions())
    lines = {path.as_posix(): len((ROOT / path).read_text().splitlines()) for path in files(*COUNTED)}
    assert recorded == {
        "files": {name: lines.get(name) for name in recorded["files"] if lines.get(name, 0) > FILE_LINES},
        "functions": {
            name: functions.get(name)
            for name in recorded["functions"]
            if functions.get(name, 0) > FUNCTION_LINES
        },
    }


def test_functions_of_scripts_are_found() -> None:
    source = """\
export function first(a) {
  return a;
}
class Second {
  third() {
    return () => {
    };
  }
}
"""
    assert list(_functions_of_script("x.js", source)) == [("x.js:1", 3), ("x.js:5", 4), ("x.js:6", 2)]


def _too_large(sizes: dict[str, int], limit: int, kind: str) -> dict[str, int]:
    allowed = json.loads(EXCEPTIONS.read_text())[kind]
    return {name: size for name, size in sizes.items() if size > limit and name not in allowed}


def _python_functions() -> Iterator[tuple[str, int]]:
    for path, tree in python_files():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.as_posix()}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _script_functions() -> Iterator[tuple[str, int]]:
    for path in files(".js", ".mjs"):
        yield from _functions_of_script(path.as_posix(), (ROOT / path).read_text())


def _functions_of_script(name: str, source: str) -> Iterator[tuple[str, int]]:
    lines = source.splitlines()
    for start, line in enumerate(lines):
        found = SCRIPT_FUNCTION.match(line)
        if found is None or NOT_A_FUNCTION.match(line):
            continue
        closing = found["indent"] + "}"
        end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith(closing)), start)
        yield f"{name}:{start + 1}", end - start + 1
