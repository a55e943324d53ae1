"""Contrast as WCAG counts it."""

from __future__ import annotations

import pytest

from otklik.core import contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the known example that just fails
        ("#006d82", "#ffffff", 6.0),
    ],
)
def test_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast.contrast(one, other) == pytest.approx(ratio, abs=0.1)
    assert contrast.contrast(other, one) == contrast.contrast(one, other)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("#0A6E5C", "#0a6e5c"), (" 0a6e5c ", "#0a6e5c"), ("red", ""), ("#fff", ""), ("#0a6e5c;}", ""), ("", "")],
)
def test_what_is_a_colour(typed: str, read: str) -> None:
    assert contrast.colour(typed) == read


@pytest.mark.parametrize("dark", ["#000000", "#001133", "#7a0026", "#0a6e5c"])
def test_a_dark_colour_is_lightened_until_it_can_be_read(dark: str) -> None:
    assert contrast.contrast(contrast.lightened(dark, "#111a1e"), "#111a1e") >= contrast.READABLE


def test_mixing() -> None:
    assert contrast.mixed("#000000", "#ffffff", 0) == "#000000"
    assert contrast.mixed("#000000", "#ffffff", 1) == "#ffffff"
    assert contrast.mixed("#000000", "#ffffff", 0.5) == "#808080"
