"""No file whose name says nothing about what is in it."""

from __future__ import annotations

from tests.architecture.tree import files

MEANINGLESS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "service",
    "services",
    "signal",
    "signals",
    "manager",
    "managers",
}
MEANINGLESS |= {"common", "misc", "lib", "tools", "stuff", "base"}


def test_no_file_or_folder_is_called_by_a_meaningless_name() -> None:
    found = [
        path.as_posix()
        for path in files(".py", ".js", ".mjs", ".css", ".html")
        for part in path.with_suffix("").parts
        if part in MEANINGLESS and not _is_named_by_the_domain(path.as_posix(), part)
    ]
    assert found == [], "name the file by what is in it (house style 12)"


def _is_named_by_the_domain(path: str, part: str) -> bool:
    """A service is an entry of the catalogue; every page stands on base.html, every style on base.css."""
    if part in {"service", "services"}:
        return path.startswith(("otklik/api/", "otklik/catalogue/models/", "tests/api/", "tests/catalogue/"))
    # Django looks for a database backend in a module of this name.
    engines = ("otklik/config/postgresql/base.py", "otklik/config/sqlite/base.py")
    return part == "base" and (path.endswith((".html", ".css")) or path in engines)
