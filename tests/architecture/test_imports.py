"""Imports the layer contracts cannot express: interfaces and models, pure rules and Django."""

from __future__ import annotations

import functools
from pathlib import Path

import grimp

from tests.architecture.tree import INTERFACES, stack

PURE = Path(__file__).with_name("pure.txt")
# Top and bottom of the stack have modules without Django for other reasons (start-up, formats).
NOT_RULES = {"cli", "config", *INTERFACES}


def test_interfaces_import_no_models_at_run_time() -> None:
    graph = _graph()
    found = [
        f"{importer} → {imported}"
        for importer in _ours(graph)
        if importer.split(".")[1] in {*INTERFACES, "cli"}
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.startswith("otklik.") and "models" in imported.split(".")
    ]
    assert sorted(found) == [], "an interface calls queries, access and commands; for types: if TYPE_CHECKING"


def test_pure_rules_reach_no_django() -> None:
    graph = _graph()
    chains = {name: graph.find_shortest_chain(name, "django") for name in _recorded()}
    assert {name: chain for name, chain in chains.items() if chain} == {}, (
        "arithmetic apart from input and output"
    )


def test_every_pure_rule_is_recorded() -> None:
    """So that it stays pure: a new one is added to pure.txt, one that is gone is taken out."""
    graph = _graph()
    pure = [name for name in _rules(graph) if graph.find_shortest_chain(name, "django") is None]
    assert pure == _recorded()


def test_every_package_has_its_place_in_the_stack() -> None:
    packages = {name.split(".")[1] for name in _ours(_graph())}
    assert packages - set(stack()) == set()


@functools.cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "otklik", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def _ours(graph: grimp.ImportGraph) -> list[str]:
    return sorted(name for name in graph.modules if name.startswith("otklik."))


def _rules(graph: grimp.ImportGraph) -> list[str]:
    """Modules of the domain that hold code: not packages, not what starts or migrates."""
    return [
        name
        for name in _ours(graph)
        if name.split(".")[1] not in NOT_RULES
        and not graph.find_children(name)
        and not {"migrations", "apps"}.intersection(name.split("."))
        and not _is_package(name)
    ]


def _is_package(name: str) -> bool:
    return (PURE.parents[2] / name.replace(".", "/")).is_dir()


def _recorded() -> list[str]:
    return [line for line in PURE.read_text().splitlines() if line]
