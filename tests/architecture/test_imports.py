"""Imports the layer contracts cannot express: interfaces and models, pure rules and Django."""

from __future__ import annotations

from tests.architecture import pure
from tests.architecture.tree import INTERFACES, stack


def test_interfaces_import_no_models_at_run_time() -> None:
    found = [
        f"{importer} → {imported}"
        for importer in pure.our_modules()
        if importer.split(".")[1] in {*INTERFACES, "cli"}
        for imported in pure.graph().find_modules_directly_imported_by(importer)
        if imported.startswith("otklik.") and "models" in imported.split(".")
    ]
    assert sorted(found) == [], "an interface calls queries, access and commands; for types: if TYPE_CHECKING"


def test_pure_rules_reach_no_django() -> None:
    chains = {name: chain for name in pure.recorded() if (chain := pure.chain_to_django(name))}
    assert chains == {}, "arithmetic apart from input and output"


def test_every_pure_rule_is_recorded() -> None:
    assert pure.present() == pure.recorded(), (
        "record it, so that it stays pure: python -m tests.architecture.pure"
    )


def test_every_package_has_its_place_in_the_stack() -> None:
    packages = {name.split(".")[1] for name in pure.our_modules()}
    assert packages - set(stack()) == set()
