"""Which modules are pure rules: they reach no Django, now and from now on.

`python -m tests.architecture.pure` records new ones in pure.txt and forgets those that are gone. It never
forgets one that has come to import Django: that is what the record is for.
"""

from __future__ import annotations

import functools
from pathlib import Path

import grimp

from tests.architecture.tree import INTERFACES, PACKAGE

FILE = Path(__file__).with_name("pure.txt")
# Top and bottom of the stack have modules without Django for other reasons (start-up, formats).
NOT_RULES = {"cli", "config", *INTERFACES}


def recorded() -> list[str]:
    """The modules pure.txt names."""
    return [line for line in FILE.read_text().splitlines() if line]


def present() -> list[str]:
    """The domain's modules that reach no Django at present."""
    return [name for name in _rules() if chain_to_django(name) is None]


def chain_to_django(name: str) -> tuple[str, ...] | None:
    """Through which imports a module reaches Django; None when it does not, or does not exist."""
    return graph().find_shortest_chain(name, "django") if name in graph().modules else None


@functools.cache
def graph() -> grimp.ImportGraph:
    """Every import at run time of our packages, other packages squashed to their names."""
    return grimp.build_graph(
        "otklik", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def our_modules() -> list[str]:
    """All modules and packages below `otklik`."""
    return sorted(name for name in graph().modules if name.startswith("otklik."))


def _rules() -> list[str]:
    """Modules of the domain that hold code: not packages, not what starts or migrates."""
    return [
        name
        for name in our_modules()
        if name.split(".")[1] not in NOT_RULES
        and not {"migrations", "apps"}.intersection(name.split("."))
        and not (PACKAGE.parent / name.replace(".", "/")).is_dir()
    ]


def record() -> None:
    """Write what is new, drop what is gone."""
    kept = [name for name in recorded() if name in graph().modules]
    FILE.write_text("\n".join(sorted({*kept, *present()})) + "\n")


if __name__ == "__main__":
    record()
