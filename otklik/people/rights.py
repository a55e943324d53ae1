"""Names of rights: declared by the packages that check them, granted by roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from otklik.core.translated import Translated, translated


@dataclass(frozen=True)
class Right:
    """A right's name and what a role editor says about it."""

    name: str
    label: Translated


_declared: dict[str, Right] = {}


def declare(name: str, *, ru: str, en: str) -> str:
    """Make a right known; returns its name."""
    if name in _declared:
        raise ValueError(f"right {name} is declared twice")
    _declared[name] = Right(name, translated(ru=ru, en=en))
    return name


def known() -> Mapping[str, Right]:
    """Every right by name."""
    return dict(_declared)


def unknown(names: Iterable[str]) -> list[str]:
    """Names no package declared; a role holding one is a fault found at start-up and by `doctor`."""
    return sorted(set(names) - set(_declared))


ADMINISTER = declare("administer", ru="Настройки системы", en="Administer the installation")
EVERYTHING = "*"
"""In a role's rights: all rights there are and will be (the delivered Administrator)."""
