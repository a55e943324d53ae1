"""How a brand looks to clients: the colours that follow from its accent. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from otklik.core import contrast

DELIVERED = "#006d82"
_WHITE, _BLACK = "#ffffff", "#000000"
_DARK_SHEET, _DARK_INK = "#1a2126", "#0b1d23"


@dataclass(frozen=True)
class Shades:
    """An accent in one scheme: itself, for words, behind words, for lines, and words on it."""

    accent: str
    deep: str
    soft: str
    line: str
    on: str


def problem_of(accent: str) -> float | None:
    """The contrast of white words on it when that is too little to be read; None when all is well."""
    found = contrast.contrast(accent, _WHITE)
    return found if found < contrast.READABLE else None


def light(accent: str) -> Shades:
    """On white sheets."""
    return Shades(
        accent=accent,
        deep=contrast.mixed(accent, _BLACK, 0.2),
        soft=contrast.mixed(accent, _WHITE, 0.92),
        line=contrast.mixed(accent, _WHITE, 0.68),
        on=_WHITE,
    )


def dark(accent: str) -> Shades:
    """On dark sheets: as light as it takes to be read there."""
    found = contrast.lightened(accent, _DARK_SHEET)
    return Shades(
        accent=found,
        deep=contrast.mixed(found, _WHITE, 0.25),
        soft=contrast.mixed(_DARK_SHEET, found, 0.14),
        line=contrast.mixed(_DARK_SHEET, found, 0.45),
        on=_DARK_INK,
    )


def stylesheet(accent: str) -> str:
    """The colours as the client pages' styles name them, for both schemes."""
    day, night = _rules(light(accent)), _rules(dark(accent))
    return (
        f":root{{{day}}}"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{night}}}}}'
        f':root[data-theme="dark"]{{{night}}}'
    )


def _rules(shades: Shades) -> str:
    named = {
        "accent": shades.accent,
        "accent-deep": shades.deep,
        "accent-soft": shades.soft,
        "accent-line": shades.line,
        "on-accent": shades.on,
    }
    return ";".join(f"--{name}:{value}" for name, value in named.items())
