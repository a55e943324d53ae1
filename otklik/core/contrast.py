"""Colours people can read: relative luminance and contrast as WCAG 2.2 defines them (sections 1.4.3, 1.4.11,
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Pure."""

from __future__ import annotations

import re

READABLE = 4.5
"""The least contrast between a text and what it stands on (WCAG 1.4.3, AA)."""
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")

Rgb = tuple[int, int, int]


def colour(text: str) -> str:
    """`#0a6e5c` of what a person typed (`0A6E5C`, `#0a6e5c`); empty when it is no colour."""
    match = _COLOUR.fullmatch(text.strip())
    return f"#{match.group(1).lower()}" if match else ""


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white); colours as `colour` gives them."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """The colour with this share (0 to 1) of another."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lightened(one: str, on: str) -> str:
    """The colour with as much white as it takes to be read on a dark one."""
    steps = (mixed(one, "#ffffff", step / 20) for step in range(21))
    return next((made for made in steps if contrast(made, on) >= READABLE), "#ffffff")


def _rgb(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
